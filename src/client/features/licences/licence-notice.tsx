/** What is not as usual with a licence, and its remedy. A licence that simply runs says nothing. */
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { LicenceView } from '#shared/licences.ts';
import { useFormats } from '../../i18n/locale.tsx';
import { AnchorButton } from '../../ui/link-button.tsx';
import { Notice } from '../../ui/notice.tsx';

export function LicenceNotice({ licence }: { licence: LicenceView }) {
  const t = useTranslations('notice');
  const { day } = useFormats();
  const { product, updateUrl, standing, status } = licence;
  const through = day(licence.worksThrough);
  const updateCard: ReactNode = updateUrl && <AnchorButton href={updateUrl}>{t('updateCard')}</AnchorButton>;

  if (standing === 'grace') {
    const words = { product, through, day: day(licence.renewsOn ?? licence.validUntil) };
    return (
      <Notice tone="warn" action={updateCard}>
        {updateUrl ? t('grace', words) : t('graceNoLink', words)}
      </Notice>
    );
  }
  if (status === 'past_due') {
    return (
      <Notice tone="warn" action={updateCard}>
        {t('pastDue', { product, through })}
      </Notice>
    );
  }
  if (status === 'paused') return <Notice>{t('paused', { product, through })}</Notice>;
  if (status === 'cancelled') return <Notice>{t('ending', { product, through })}</Notice>;
  if (status === 'trialing') return <Notice>{t('trial', { through: day(licence.validUntil) })}</Notice>;
  return null;
}
