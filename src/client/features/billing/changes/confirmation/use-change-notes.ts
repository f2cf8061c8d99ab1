/** Explains the amounts and dates of a change, one sentence for each rule that affects it. */
import { useTranslations } from 'use-intl';
import { useFormats } from '#client/i18n/locale.tsx';
import type { SharedPreview } from '#shared/billing/changes.ts';
import { renewalCharge } from '#shared/billing/renewal-charge.ts';
import { isInKey } from './use-terms-words.ts';

export function useChangeNotes(preview: SharedPreview): string[] {
  const t = useTranslations('changes');
  const { day, money } = useFormats();
  const { after, today, firstCharge, paidThrough, worksThrough, source } = preview;
  const { next, price } = after;
  const charge = renewalCharge({ nextCharge: next?.amount ?? null, firstCharge, price });
  return [
    preview.isCarriedOver && t('carriedOver'),
    preview.startsNewPeriod && (today.minor === 0 ? t('newPeriod') : t('newPeriodDeducted')),
    preview.isCredited && today.minor === 0 && credit(),
    preview.usesEarlierCredit && t('earlierCredit'),
    charge === 'nothing_yet' && next !== null && t('freeThenUnknown', { day: day(next.on) }),
    next !== null && next.on < paidThrough && t('staysValid', { day: day(paidThrough) }),
    preview.endsCoupon && t('couponEnds'),
    worksThrough !== null && t('worksThrough', { day: day(worksThrough) }),
    preview.lapses && (preview.lapses === 'credit' ? t('creditLapses') : t('reductionLapses')),
    isInKey(preview) ? t('keyWorks') : t('keyStays'),
    (source === 'calculated' || firstCharge !== null) && t('calculated'),
  ].filter((note) => typeof note === 'string');

  /** What becomes of the money already paid. With a charge today, it lessens that charge. */
  function credit(): string {
    if (firstCharge !== null)
      return t('creditedUntil', { day: day(firstCharge.on), amount: money(firstCharge.amount) });
    return next !== null && next.amount.minor > 0 ? t('creditedOnce', { day: day(next.on) }) : t('credited');
  }
}
