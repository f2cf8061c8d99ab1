/** What is not as usual with a licence, and its remedy. A licence that simply runs says nothing. */
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { LicenceView } from '#shared/licences/licences.ts';
import { useFormats } from '#client/i18n/locale.tsx';
import { AnchorButton } from '#client/ui/link-button.tsx';
import { Notice } from '#client/ui/alert.tsx';

export function LicenceNotice({ licence }: { licence: LicenceView }) {
  const t = useTranslations('notice');
  const { day } = useFormats();
  const { product, updateUrl, standing, status, nextRetryOn, pausesOn, pausedReason } = licence;
  const through = day(licence.worksThrough);

  if (standing === 'grace') {
    const words = { product, through, day: day(licence.renewsOn ?? licence.validUntil) };
    return overdue(updateUrl ? t('grace', words) : t('graceNoLink', words));
  }
  if (status === 'past_due') return overdue(t('pastDue', { product, through }));
  if (pausesOn !== null) return <Notice>{t('pausing', { product, through })}</Notice>;
  if (status === 'paused') {
    const words = { product, through };
    return pausedReason === 'delinquent' ? (
      <Notice tone="warn">{t('pausedUnpaid', words)}</Notice>
    ) : (
      <Notice>{t('paused', words)}</Notice>
    );
  }
  if (status === 'refunded') return <Notice>{t('refunded', { product, through })}</Notice>;
  if (status === 'cancelled') return <Notice>{t('ending', { product, through })}</Notice>;
  if (status === 'trialing') return <Notice>{t('trial', { through: day(licence.validUntil) })}</Notice>;
  if (status === 'one_off') return <Notice>{t('oneOff', { product, through })}</Notice>;
  return null;

  /** Not paid: until when it works, what Paddle does next, what to do. */
  function overdue(sentence: string): ReactNode {
    return (
      <Notice
        tone="warn"
        action={updateUrl && <AnchorButton href={updateUrl}>{t('updateCard')}</AnchorButton>}
      >
        {sentence} {nextRetryOn !== null && t('retry', { day: day(nextRetryOn) })}
      </Notice>
    );
  }
}
