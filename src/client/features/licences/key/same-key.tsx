/** Says, for some weeks after the PHP portal was taken over, that a key need not be entered again. */
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import type { LicenceView } from '#shared/licences/licences.ts';

/** Renders nothing for a licence of today, whose key nobody has entered anywhere. */
export function SameKey({ licence }: { licence: LicenceView }) {
  const t = useTranslations('key');
  const { data } = trpc.catalogue.publicConfig.useQuery();
  if (!data?.isTakeoverNoticed || licence.startedOn >= data.today) return null;
  return <p className="sm q">{t('sameKey', { product: licence.product })}</p>;
}
