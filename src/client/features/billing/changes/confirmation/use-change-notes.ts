/** Explains the amounts and dates of a change, one sentence for each rule that affects it. */
import { useTranslations } from 'use-intl';
import { useFormats } from '#client/i18n/locale.tsx';
import type { SharedPreview } from '#shared/billing/changes.ts';
import { renewalCharge } from '#shared/billing/renewal-charge.ts';
import { isInKey, useVoicedWords } from './use-terms-words.ts';

export function useChangeNotes(preview: SharedPreview): string[] {
  const t = useTranslations('changes');
  const voiced = useVoicedWords();
  const { day, money } = useFormats();
  const { after, today, firstCharge, paidThrough, worksThrough, source } = preview;
  const { next, price } = after;
  const charge = renewalCharge({ nextCharge: next?.amount ?? null, firstCharge, price });
  return [
    preview.isCarriedOver && voiced.carriedOver,
    preview.startsNewPeriod && (today.minor === 0 ? t('newPeriod') : voiced.newPeriodDeducted),
    preview.isCredited && today.minor === 0 && credit(),
    preview.usesEarlierCredit && t('earlierCredit'),
    charge === 'nothing_yet' && next !== null && t('freeThenUnknown', { day: day(next.on) }),
    next !== null && next.on < paidThrough && voiced.staysValid({ day: day(paidThrough) }),
    preview.endsCoupon && voiced.couponEnds,
    worksThrough !== null && voiced.worksThrough({ day: day(worksThrough) }),
    preview.lapses && (preview.lapses === 'credit' ? voiced.creditLapses : voiced.reductionLapses),
    isInKey(preview) ? voiced.keyWorks : voiced.keyStays,
    (source === 'calculated' || firstCharge !== null) && t('calculated'),
  ].filter((note) => typeof note === 'string');

  /** What becomes of the money already paid. With a charge today, it lessens that charge. */
  function credit(): string {
    if (firstCharge !== null)
      return voiced.creditedUntil({ day: day(firstCharge.on), amount: money(firstCharge.amount) });
    return next !== null && next.amount.minor > 0
      ? voiced.creditedOnce({ day: day(next.on) })
      : voiced.credited;
  }
}
