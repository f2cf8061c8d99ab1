/** Says when an instance last checked the licence's key and what it was told. Warns if it should have asked again. */
import { useTranslations } from 'use-intl';
import { useFormats } from '#client/i18n/locale.tsx';
import { knownWord } from '#client/i18n/server-words.ts';
import { Alert } from '#client/ui/feedback/alert.tsx';
import { dayOf } from '#shared/dates.ts';
import type { LicenceEnd, LicenceView } from '#shared/licences/licences.ts';

const reasons = {
  expired: 'endedExpired',
  paused: 'endedPaused',
  cancelled: 'endedCancelled',
  refunded: 'endedRefunded',
  revoked: 'endedRevoked',
} as const satisfies Record<LicenceEnd, string>;

export function LastPing({ licence: { product, lastPing } }: { licence: LicenceView }) {
  const t = useTranslations('use');
  const { day } = useFormats();
  if (!lastPing) return <p className="sm q">{t('already')}</p>;
  const { at, nextCheckOn, endReason, isOverdue } = lastPing;
  const words = { product, day: day(dayOf(at)) };
  const sentence = toldGood() ?? toldEnded();
  return sentence && (isOverdue ? <Alert tone="warn">{sentence}</Alert> : <p className="sm q">{sentence}</p>);

  function toldGood(): string | null {
    if (nextCheckOn === null) return null;
    return t(isOverdue ? 'overdue' : 'lastGood', { ...words, next: day(nextCheckOn) });
  }

  function toldEnded(): string | null {
    const known = endReason && knownWord(reasons, endReason);
    return known && t(isOverdue ? 'overdueEnded' : 'lastEnded', { ...words, why: t(reasons[known]) });
  }
}
