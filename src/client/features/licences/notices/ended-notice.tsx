/**
 * Explains why a licence no longer works. Renders nothing for a licence that simply ended, or if a notice says it
 * already.
 */
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { isPause } from '#client/features/licences/state/licence-state.ts';
import { useFormats } from '#client/i18n/locale.tsx';
import { Alert } from '#client/ui/feedback/alert.tsx';
import type { LicenceView } from '#shared/licences/licences.ts';

export function EndedNotice({ licence }: { licence: LicenceView }) {
  const t = useTranslations('notice');
  const { day } = useFormats();
  const { data: publicConfig } = trpc.catalogue.publicConfig.useQuery();
  const { status } = licence;
  const mail = () =>
    publicConfig && <a href={`mailto:${publicConfig.supportEmail}`}>{publicConfig.supportEmail}</a>;

  if (licence.notices.some(({ kind }) => kind === 'lapsed' || kind === 'paused_unpaid')) return null;
  // A licence also stops working when a planned pause begins, even if Paddle hasn't reported that yet.
  if (isPause(licence))
    return <Alert tone="warn">{t.rich('pausedOut', { through: day(licence.worksThrough), mail })}</Alert>;
  if (status === 'refunded') {
    return <Alert>{t('refundedOut')}</Alert>;
  }
  if (status === 'revoked') {
    return <Alert tone="warn">{t.rich('revoked', { mail })}</Alert>;
  }
  return null;
}
