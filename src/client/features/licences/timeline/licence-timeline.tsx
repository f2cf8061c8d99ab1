/**
 * Draws the licence timeline: a solid bar for the paid period, a dashed one for the renewal, a hatched one for the
 * grace period, and a mark where the licence ends. Screen readers get a sentence instead.
 */
import { useTranslations } from 'use-intl';
import { isPause } from '#client/features/licences/state/licence-state.ts';
import { useFormats } from '#client/i18n/locale.tsx';
import type { CalendarDate } from '#shared/dates.ts';
import type { LicenceView } from '#shared/licences/licences.ts';
import { layoutTimeline, type Tick, type TimelineLayout, wordStart } from './layout-timeline.ts';
import classes from './licence-timeline.module.css';
import { useTimelineSentence } from './use-timeline-sentence.ts';

const percent = (value: number) => `${Math.round(value * 10) / 10}%`;

export function LicenceTimeline({ licence, today }: { licence: LicenceView; today: CalendarDate }) {
  const t = useTranslations('line');
  const layout = layoutTimeline(licence, today);
  const sentence = useTimelineSentence(licence, layout, today);
  return (
    <div className={classes.line} role="img" aria-label={sentence} data-kind={layout.kind}>
      <span
        className={classes.paid}
        style={{ width: percent(layout.paidTo) }}
        data-whole={layout.kind === 'ends'}
      />
      {layout.breakAt !== null && <span className={classes.gap} style={{ left: percent(layout.breakAt) }} />}
      <Word licence={licence} layout={layout} />
      {layout.kind === 'renews' && <Renewal licence={licence} layout={layout} />}
      {layout.graceTo !== null && <Grace layout={layout} graceTo={layout.graceTo} />}
      {layout.kind === 'ends' && (
        <>
          <span className={classes.stop} style={{ left: percent(layout.paidTo) }} data-row="1" />
          <span className={classes.text} style={{ left: `calc(${percent(layout.paidTo)} + .75rem)` }}>
            {isPause(licence) ? t('pauses') : t('ends')}
          </span>
        </>
      )}
      <Today layout={layout} />
      <Axis ticks={layout.ticks} today={today} />
    </div>
  );
}

/** Labels the paid part. Renders nothing if the label doesn't fit. */
function Word({ licence, layout }: { licence: LicenceView; layout: TimelineLayout }) {
  const t = useTranslations('line');
  const word = { trialing: 'trial', granted: 'granted' } as const;
  const key = licence.status === 'trialing' || licence.status === 'granted' ? word[licence.status] : 'paid';
  const at = wordStart(layout, key === 'granted' ? 32 : 16);
  if (at === null) return null;
  return (
    <span className={classes.inside} style={{ left: `calc(${percent(at)} + .625rem)` }}>
      {t(key)}
    </span>
  );
}

function Renewal({ licence, layout }: { licence: LicenceView; layout: TimelineLayout }) {
  const t = useTranslations('line');
  const { money } = useFormats();
  return (
    <>
      <span
        className={classes.next}
        style={{ left: percent(layout.paidTo) }}
        data-open={layout.openEnd || undefined}
      />
      <span className={classes.text} style={{ left: `calc(${percent(layout.paidTo)} + .625rem)` }}>
        {licence.status === 'trialing' && t('firstPayment')}
        {licence.status !== 'trialing' &&
          (licence.lastPaid ? <Price price={money(licence.lastPaid)} /> : t('renewsNoPrice'))}
      </span>
    </>
  );
}

/**
 * Labels the renewal with its price. On narrow screens, a label that would be too long leaves out the price, which is
 * also among the licence's facts.
 */
function Price({ price }: { price: string }) {
  const t = useTranslations('line');
  const words = t('renews', { price });
  if (words.length < 21) return words;
  return (
    <>
      <span className={classes.wide}>{words}</span>
      <span className={classes.narrow}>{t('renewsNoPrice')}</span>
    </>
  );
}

function Grace({ layout, graceTo }: { layout: TimelineLayout; graceTo: number }) {
  const t = useTranslations('line');
  const { paidTo, kind, graceDays } = layout;
  return (
    <>
      <span className={classes.fork} style={{ left: percent(paidTo) }} />
      <span className={classes.text} style={{ right: `calc(${percent(100 - paidTo)} + .5rem)` }} data-row="2">
        {kind === 'overdue' ? t('overdue') : t('ifFails')}
      </span>
      <span className={classes.grace} style={{ left: percent(paidTo), width: percent(graceTo - paidTo) }} />
      <span className={classes.stop} style={{ left: percent(graceTo) }} data-row="2" />
      <span className={classes.text} style={{ left: `calc(${percent(graceTo)} + .75rem)` }} data-row="2">
        {kind === 'overdue' ? (
          t('ends')
        ) : (
          <>
            <span className={classes.wide}>{t('grace', { days: graceDays })}</span>
            <span className={classes.narrow}>{t('graceShort')}</span>
          </>
        )}
      </span>
    </>
  );
}

function Today({ layout: { today, kind } }: { layout: TimelineLayout }) {
  const t = useTranslations('line');
  const shift = kind === 'overdue' || today > 94 ? (today > 60 ? '-100%' : '0') : today < 11 ? '0' : '-50%';
  return (
    <>
      <b
        className={classes.todayText}
        style={{ left: percent(today), translate: `${shift} 0` }}
        data-row={kind === 'overdue' ? 2 : 1}
      >
        {t('today')}
      </b>
      <span className={classes.now} style={{ left: percent(today) }} data-row={kind === 'overdue' ? 2 : 1} />
    </>
  );
}

/**
 * Renders the dates below the timeline. A date includes its year if the date to its left is in another year. For the
 * first date, the current year counts instead.
 */
function Axis({ ticks, today }: { ticks: readonly Tick[]; today: CalendarDate }) {
  const { day: formatDay } = useFormats();
  return (
    <>
      <span className={classes.axis} />
      {ticks.map((tick, index) => {
        const { at, day, strong } = tick;
        const Text = strong ? 'b' : 'span';
        const hasYear = yearOf(day) !== yearOf(ticks[index - 1]?.day ?? today);
        const shift = labelShift(tick, ticks[index + 1], hasYear);
        const style = at === 100 ? { right: 0 } : { left: percent(at), translate: `${shift} 0` };
        return (
          <span key={day}>
            <span className={classes.tick} style={at === 100 ? { right: 0 } : { left: percent(at) }} />
            <Text className={classes.day} style={style}>
              {formatDay(day, hasYear ? 'shortYear' : 'short')}
            </Text>
          </span>
        );
      })}
    </>
  );
}

const yearOf = (day: CalendarDate): string => day.slice(0, 4);

/**
 * Returns how far a date label is shifted to the left: further if another date is close on its right, and further still
 * if it also includes the year.
 */
function labelShift({ at }: Tick, next: Tick | undefined, hasYear: boolean): string {
  if (at === 0) return '0';
  const isClose = next !== undefined && next.at - at < 30 && next.at < 100;
  if (!isClose) return '-35%';
  return hasYear ? '-85%' : '-60%';
}
