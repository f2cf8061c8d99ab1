/** The keys of a licence by their last characters, each with whether it works. */
import { useTranslations } from 'use-intl';
import { useFormats } from '#client/i18n/locale.tsx';
import type { AdministratorsLicence, EarlierKey } from '#shared/customer-details.ts';

type Keys = Pick<AdministratorsLicence, 'keyEnd' | 'earlierKeys'>;

export function LicenceKeys({ keyEnd, earlierKeys }: Keys) {
  const t = useTranslations('licenceActs');
  const { instant } = useFormats();
  const stateOf = ({ stopsAt }: EarlierKey): string => {
    if (stopsAt === null) return t('worksToo');
    const at = { at: instant(stopsAt) };
    return stopsAt <= new Date() ? t('stopped', at) : t('worksUntil', at);
  };
  const keys = [
    { end: keyEnd, state: t('current') },
    ...earlierKeys.map((key) => ({ end: key.end, state: stateOf(key) })),
  ];
  return (
    <ul>
      {keys.map(({ end, state }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: keys have no identity here, and the list is shown as a whole
        <li key={index}>
          {end === null ? t('unreadableKey') : <span className="mono">…{end}</span>}{' '}
          <span className="q">{state}</span>
        </li>
      ))}
    </ul>
  );
}
