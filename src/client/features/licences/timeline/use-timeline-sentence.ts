/** Describes the licence timeline in words, for screen readers. */
import { useTranslations } from 'use-intl';
import { isPause } from '#client/features/licences/state/licence-state.ts';
import { useRenewalSentence } from '#client/features/licences/state/use-renewal-sentence.ts';
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
  const { day } = useFormats();
  const renewalSentence = useRenewalSentence();
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
    if (licence.status === 'trialing')
      return t('sayFirstPayment', { day: day(licence.renewsOn ?? licence.validUntil) });
    return renewalSentence(licence) ?? t('sayEnds');
  }
}
