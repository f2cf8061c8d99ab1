/** Whether everything is in order: one answer, and below it each point with what to do. */
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useFormats } from '#client/i18n/locale.tsx';
import { Icon } from '#client/ui/icon.tsx';
import type { Overview } from '#shared/administration/overview.ts';
import { pages } from '#shared/pages.ts';
import classes from './health.module.css';
import { isCutOff, judge, type Point, pingsToday } from './health-points.ts';

const points = ['alerts', 'paddle', 'mails', 'instances', 'decisions'] as const satisfies Point[];

/** The screens on which a point is put in order. */
const screens = {
  alerts: { to: pages.inbox },
  paddle: { to: pages.inbox, search: { view: 'findings' } },
  mails: { to: pages.mails },
  instances: { to: pages.instances },
  decisions: { to: pages.inbox, search: { view: 'flags' } },
} as const satisfies Record<Point, object>;

export function Health({ overview }: { overview: Overview }) {
  const t = useTranslations('health');
  const sentencesOf = useSentences(overview);
  const isFine = judge(overview);
  const wrong = points.filter((point) => !isFine[point]).length;
  return (
    <section className="card" aria-label={t('title')}>
      <div className={`sec ${classes.answer}`} data-fine={wrong === 0}>
        <span className={classes.sign}>
          <Icon name={wrong === 0 ? 'check' : 'alert'} size={22} />
        </span>
        <h2>{wrong === 0 ? t('fine') : t('attention', { count: wrong })}</h2>
      </div>
      <ul className={`sec ${classes.points}`}>
        {points.map((point) => (
          <li key={point} data-fine={isFine[point]}>
            <Icon name={isFine[point] ? 'check' : 'alert'} />
            <h3>
              <PointName point={point} />
              <span className="sr">: {t(isFine[point] ? 'state.fine' : 'state.attention')}</span>
            </h3>
            <div>
              {sentencesOf[point].filter(Boolean).map((sentence) => (
                <p key={sentence}>{sentence}</p>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The name of a point, which leads to its screen. */
function PointName({ point }: { point: Point }) {
  const t = useTranslations('health');
  return <Link {...screens[point]}>{t(point)}</Link>;
}

/** Returns what to say about each point; empty sentences are left out. */
function useSentences(overview: Overview): Readonly<Record<Point, readonly string[]>> {
  const t = useTranslations('health');
  const { instant, number } = useFormats();
  const { inbox, outbox, paddle } = overview;
  const pings = pingsToday(overview);
  const counted = (count: number) => ({
    count,
    shown: isCutOff(count) ? t('many', { count: number(count) }) : number(count),
  });
  return {
    alerts: [
      inbox.failed > 0 ? t('alertsFailed', counted(inbox.failed)) : '',
      inbox.late > 0 ? t('alertsLate', counted(inbox.late)) : '',
      inbox.waiting > 0 && inbox.late === 0 ? t('alertsWaiting', counted(inbox.waiting)) : '',
      inbox.failed + inbox.late + inbox.waiting === 0 ? t('alertsFine') : '',
      paddle.lastAlertAt ? t('lastAlert', { at: instant(paddle.lastAlertAt) }) : t('noAlert'),
    ],
    paddle: [
      paddle.search.failures > 0 ? t('searchFails', { count: paddle.search.failures }) : '',
      paddle.search.endedAt
        ? t(paddle.search.isOverdue ? 'searchedLongAgo' : 'searched', { at: instant(paddle.search.endedAt) })
        : t('notSearched'),
      paddle.comparison.failures > 0 ? t('comparisonFails', { count: paddle.comparison.failures }) : '',
      paddle.comparison.endedAt
        ? t(paddle.comparison.isOverdue ? 'comparedLongAgo' : 'compared', {
            at: instant(paddle.comparison.endedAt),
          })
        : t('notCompared'),
    ],
    mails: [
      outbox.failed > 0 ? t('mailsFailed', counted(outbox.failed)) : '',
      outbox.late > 0 ? t('mailsLate', counted(outbox.late)) : '',
      outbox.waiting > 0 && outbox.late === 0 ? t('mailsWaiting', counted(outbox.waiting)) : '',
      outbox.failed + outbox.late === 0 ? t('mailsFine') : '',
    ],
    instances: [
      pings.failed > 0 ? t('pingsFailed', counted(pings.failed)) : '',
      t('pingsToday', counted(pings.all)),
    ],
    decisions: [inbox.flags > 0 ? t('flags', counted(inbox.flags)) : t('noDecision')],
  };
}
