/** Explains anything unusual about a licence and what to do about it. Renders nothing if the licence simply renews. */
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useFormats } from '#client/i18n/locale.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import { AnchorButton } from '#client/ui/link-button.tsx';
import type { LicenceView } from '#shared/licences/licences.ts';

export function LicenceNotice({ licence }: { licence: LicenceView }) {
  const t = useTranslations('notice');
  const { day } = useFormats();
  const { product, cardPage, standing, status, nextRetryOn, pausesOn, pausedReason } = licence;
  const through = day(licence.worksThrough);

  if (standing === 'grace') {
    const words = { product, through, day: day(licence.renewsOn ?? licence.validUntil) };
    return overdue(cardPage ? t('grace', words) : t('graceNoLink', words));
  }
  if (status === 'past_due') return overdue(t('pastDue', { product, through }));
  if (pausesOn !== null) return <Alert>{t('pausing', { product, through })}</Alert>;
  if (status === 'paused') {
    const words = { product, through };
    return pausedReason === 'delinquent' ? (
      <Alert tone="warn">{t('pausedUnpaid', words)}</Alert>
    ) : (
      <Alert>{t('paused', words)}</Alert>
    );
  }
  if (status === 'refunded') return <Alert>{t('refunded', { product, through })}</Alert>;
  if (status === 'cancelled') return <Alert>{t('ending', { product, through })}</Alert>;
  if (status === 'trialing') return <Alert>{t('trial', { through: day(licence.validUntil) })}</Alert>;
  if (status === 'one_off') return <Alert>{t('oneOff', { product, through })}</Alert>;
  return null;

  /** Renders the notice for an unpaid renewal: how long the licence works, when Paddle tries again, and what to do. */
  function overdue(sentence: string): ReactNode {
    return (
      <Alert tone="warn" action={cardPage && <AnchorButton href={cardPage}>{t('updateCard')}</AnchorButton>}>
        {sentence} {nextRetryOn !== null && t('retry', { day: day(nextRetryOn) })}
      </Alert>
    );
  }
}
