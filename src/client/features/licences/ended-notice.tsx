/** Explains why a licence no longer works and how to get it back. Renders nothing for a licence that simply ended. */
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { useFormats } from '#client/i18n/locale.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import { AnchorButton } from '#client/ui/link-button.tsx';
import type { LicenceView } from '#shared/licences/licences.ts';
import { isPause } from './state/licence-state.ts';

export function EndedNotice({ licence }: { licence: LicenceView }) {
  const t = useTranslations('notice');
  const { day } = useFormats();
  const { data: publicConfig } = trpc.catalogue.publicConfig.useQuery();
  const { product, status, cardPage, cancelPage } = licence;
  const mail = () =>
    publicConfig && <a href={`mailto:${publicConfig.supportEmail}`}>{publicConfig.supportEmail}</a>;
  const words = { product, through: day(licence.worksThrough), day: day(licence.validUntil), mail };
  const cancel = cancelPage && <AnchorButton href={cancelPage}>{t('cancelAtPaddle')}</AnchorButton>;

  // A licence also stops working when a planned pause begins, even if Paddle hasn't reported that yet.
  if (isPause(licence)) return <Alert tone="warn">{t.rich('pausedOut', words)}</Alert>;
  switch (status) {
    case 'trialing':
    case 'active':
    case 'past_due':
      return cardPage ? (
        <Alert tone="warn" action={<AnchorButton href={cardPage}>{t('updateCard')}</AnchorButton>}>
          {t('lapsed', words)}
        </Alert>
      ) : (
        <Alert tone="warn">{t.rich('lapsedNoLink', words)}</Alert>
      );
    case 'refunded':
      return (
        <Alert tone={cancelPage ? 'warn' : 'info'} action={cancel}>
          {t('refundedOut')} {cancelPage && t('stillCharged')}
        </Alert>
      );
    case 'revoked':
      return (
        <Alert tone="warn" action={cancel}>
          {t.rich('revoked', words)} {cancelPage && t('stillCharged')}
        </Alert>
      );
    case 'cancelled':
    case 'granted':
    case 'one_off':
    case 'paused':
      return null;
  }
}
