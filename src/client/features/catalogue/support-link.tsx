/** A link that writes an e-mail to support and names the address. */
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';

/** Shows nothing until the address is known. */
export function SupportLink() {
  const t = useTranslations('offers');
  const { data: publicConfig } = trpc.catalogue.publicConfig.useQuery();
  if (!publicConfig) return null;
  const { supportEmail } = publicConfig;
  return <a href={`mailto:${supportEmail}`}>{t('writeTo', { email: supportEmail })}</a>;
}
