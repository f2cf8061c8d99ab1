/**
 * Draws the licence timeline: a solid bar for the paid period, a dashed one for the renewal, and a hatched one for the
 * grace period while a renewal is overdue. Screen readers get a sentence instead.
 */
import { useTranslations } from 'use-intl';
import { useFormats } from '#client/i18n/locale.tsx';
import type { CalendarDate } from '#shared/dates.ts';
import type { LicenceView } from '#shared/licences/licences.ts';
import { layoutTimeline, type Tick } from './layout-timeline.ts';
import classes from './licence-timeline.module.css';
import { useTimelineSentence } from './use-timeline-sentence.ts';

const percent = (value: number) => `${value}%`;

export function LicenceTimeline({ licence, today }: { licence: LicenceView; today: CalendarDate }) {
  const t = useTranslations('line');
  const layout = layoutTimeline(licence, today);
  const { kind, paidTo, openStart } = layout;
  const sentence = useTimelineSentence(licence, layout, today);
  const rest = { left: percent(paidTo), right: 0 };
  return (
    <div className={classes.line} role="img" aria-label={sentence} data-kind={kind}>
      <b className={classes.today} style={inside(layout.today)}>
        {t('today')}
      </b>
      <span
        className={classes.paid}
        style={{ width: percent(paidTo) }}
        data-open={openStart || undefined}
        data-whole={kind === 'ends' || undefined}
      />
      {kind === 'renews' && (
        <span className={classes.next} style={rest}>
          {t(licence.status === 'trialing' ? 'firstPayment' : 'renews')}
        </span>
      )}
      {kind === 'overdue' && <span className={classes.grace} style={rest} />}
      <span className={classes.now} style={{ left: percent(layout.today) }} />
      <Axis ticks={layout.ticks} />
    </div>
  );
}

/** Places a label at its position: centred in the middle of the timeline, and never beyond one of its ends. */
const inside = (at: number) => ({ left: percent(at), translate: `-${at}% 0` });

/** Renders the dates below the timeline. The first and the last one include the year. */
function Axis({ ticks }: { ticks: readonly Tick[] }) {
  const { day: formatDay } = useFormats();
  return (
    <>
      {ticks.map(({ at, day, strong }, index) => {
        const Text = strong ? 'b' : 'span';
        const hasYear = index === 0 || index === ticks.length - 1;
        return (
          <span key={day}>
            <span className={classes.tick} style={inside(at)} />
            <Text className={classes.day} style={inside(at)}>
              {formatDay(day, hasYear ? 'shortYear' : 'short')}
            </Text>
          </span>
        );
      })}
    </>
  );
}
