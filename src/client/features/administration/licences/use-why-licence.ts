/** Says in one sentence why a licence works or doesn't, and what comes next. */
import { useTranslations } from 'use-intl';
import { useFormats } from '#client/i18n/locale.tsx';
import type { AdministratorsLicence, CustomerSubscription } from '#shared/customer-details.ts';

interface Why {
  tone: 'ok' | 'warn';
  sentences: string[];
}

/** Returns a function that explains a licence; `subscription` is what pays for it, null if nothing does. */
export function useWhyLicence() {
  const t = useTranslations('whyLicence');
  const { day, instant } = useFormats();
  return (licence: AdministratorsLicence, subscription: CustomerSubscription | null): Why => {
    const { standing, status, pausesOn, renewsOn, worksThrough } = licence;
    const through = { day: day(worksThrough) };
    const hasStopped = licence.earlierKeys.some(({ stopsAt }) => stopsAt !== null && stopsAt <= new Date());
    const replaced = hasStopped ? [t('replaced')] : [];
    if (standing === 'ended') return { tone: 'warn', sentences: [ended(licence)] };
    if (standing === 'grace') {
      const retryOn = subscription?.nextRetryOn ?? null;
      const sentences = [t('grace', { ...through, attempts: subscription?.failedAttempts ?? 0 })];
      if (retryOn !== null) sentences.push(t('retry', { day: day(retryOn) }));
      return { tone: 'warn', sentences: [...sentences, ...replaced] };
    }
    const works = (sentence: string): Why => ({ tone: 'ok', sentences: [sentence, ...replaced] });
    if (status === 'past_due') return { ...works(t('pastDue', through)), tone: 'warn' };
    if (pausesOn !== null || status === 'paused') return works(t('pausing', through));
    return works(renewsOn === null ? t('ending', through) : t('works'));
  };

  function ended({ status, worksThrough, revocation, pausedReason }: AdministratorsLicence): string {
    const through = { day: day(worksThrough) };
    switch (status) {
      case 'revoked': {
        if (!revocation) return t('revokedUnknown');
        const { at, by, reason } = revocation;
        if (!by) return t('revokedByOperator', { at: instant(at), reason });
        return t('revoked', { at: instant(at), name: by.name ?? String(by.id), reason });
      }
      case 'refunded':
      case 'cancelled':
      case 'granted':
        return t(status, through);
      case 'one_off':
        return t('oneOff', through);
      case 'paused':
        return t(pausedReason === 'delinquent' ? 'pausedUnpaid' : 'paused', through);
      default:
        return t('expired', through);
    }
  }
}
