/** Describes the licence timeline in words, for screen readers. */
import { useTranslations } from 'use-intl';
import { isPause } from '#client/features/licences/state/licence-state.ts';
import { useFormats } from '#client/i18n/locale.tsx';
import type { CalendarDate } from '#shared/dates.ts';
import type { LicenceView } from '#shared/licences/licences.ts';
import type { TimelineLayout } from './layout-timeline.ts';

export function useTimelineSentence(
  licence: LicenceView,
  layout: TimelineLayout,
  today: CalendarDate,
): string {
  const t = useTranslations('line');
  const { day, money } = useFormats();
  return [t('sayToday', { day: day(today) }), paid(), next()].join(' ');

  function paid(): string {
    const through = day(layout.kind === 'ends' ? licence.worksThrough : licence.validUntil);
    if (licence.status === 'trialing') return t('sayTrial', { day: through });
    if (licence.status === 'granted') return t('sayGranted', { day: through });
    return t('sayPaid', { day: through });
  }

  function next(): string {
    if (layout.kind === 'ends') return isPause(licence) ? t('sayPauses') : t('sayEnds');
    if (layout.kind === 'overdue') return t('sayOverdue', { through: day(licence.worksThrough) });
    return renewal();
  }

  function renewal(): string {
    const on = day(licence.renewsOn ?? licence.validUntil);
    if (licence.status === 'trialing') return t('sayFirstPayment', { day: on });
    return licence.lastPaid
      ? t('sayRenews', { day: on, price: money(licence.lastPaid) })
      : t('sayRenewsNoPrice', { day: on });
  }
}
