/** A licence card: facts, timeline and key. */
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { useFormats } from '#client/i18n/locale.tsx';
import type { CalendarDate } from '#shared/dates.ts';
import type { LicenceView } from '#shared/licences/licences.ts';
import { LicenceKey } from './key/licence-key.tsx';
import { LicenceFacts } from './licence-facts.tsx';
import { isPause, stateWordOf } from './state/licence-state.ts';
import { StateBadge } from './state/state-badge.tsx';
import { layoutTimeline } from './timeline/layout-timeline.ts';
import { LicenceTimeline } from './timeline/licence-timeline.tsx';

interface LicenceCardProps {
  licence: LicenceView;
  today: CalendarDate;
  /** Distinguishes the licence from the customer's others; null if it is the only one. */
  number: number | null;
}

export function LicenceCard({ licence, today, number }: LicenceCardProps) {
  const t = useTranslations();
  const formats = useFormats();
  const id = useId();
  const word = stateWordOf(licence);
  return (
    <section className="card" data-product={licence.product} aria-labelledby={id}>
      {number === null ? (
        <h2 className="sr" id={id}>
          {t('licence.heading')}
        </h2>
      ) : (
        <div className="sec row">
          <h2 id={id}>{t('licence.numbered', { number: formats.number(number) })}</h2>
          <StateBadge word={word} />
        </div>
      )}
      <div className="sec">
        <LicenceFacts licence={licence} />
      </div>
      <div className="sec stack g3">
        <h3 className="sm q m">{lineHeading()}</h3>
        <LicenceTimeline licence={licence} today={today} />
      </div>
      <div className="sec">
        {licence.keyHint ? (
          <LicenceKey licenceId={licence.id} hint={licence.keyHint} />
        ) : (
          <p className="q">{t('key.none')}</p>
        )}
      </div>
    </section>
  );

  function lineHeading(): string {
    const { kind, breakAt } = layoutTimeline(licence, today);
    if (breakAt === null) return t('licence.nextWeeks');
    if (kind === 'renews') return t('licence.untilRenewal');
    return isPause(licence) ? t('licence.untilPause') : t('licence.untilEnd');
  }
}
