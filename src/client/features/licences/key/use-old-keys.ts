/** Says what becomes of the earlier keys of a licence. Notices and confirmations share these words. */
import { useTranslations } from 'use-intl';
import { useFormats } from '#client/i18n/locale.tsx';
import type { LicenceView } from '#shared/licences/licences.ts';

/** Returns a function that describes the earlier keys that still work; null if there are none. */
export function useOldKeys(): (licence: Pick<LicenceView, 'oldKeys' | 'product'>) => string | null {
  const t = useTranslations('key');
  const { deadline } = useFormats();
  return ({ product, oldKeys: { stopping, lasting } }) => {
    const [next, last] = [stopping.at(0), stopping.at(-1)];
    if (!next || !last) return lasting === 0 ? null : t('oldLasts', { count: lasting });
    const words = { product, lasting: String(lasting > 0), count: stopping.length };
    const [end, lastEnd] = [deadline(next), deadline(last)];
    const stops =
      next.getTime() === last.getTime()
        ? t('oldStops', { ...words, end })
        : t('oldStopApart', { ...words, end, last: lastEnd });
    return lasting === 0 ? stops : `${stops} ${t('oldExchanged', { count: lasting })}`;
  };
}
