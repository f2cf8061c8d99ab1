/** Names licences by what they are and when they were bought. */
import { useTranslations } from 'use-intl';
import { useFormats } from '#client/i18n/locale.tsx';
import { useFrequencyName } from '#client/i18n/use-frequency-name.ts';
import { isSoldPerSeat } from '#shared/catalogue/catalogue.ts';
import type { LicenceView } from '#shared/licences/licences.ts';

/**
 * Returns a function that names each of a product's licences. `all` must include the ended ones, so that a licence
 * keeps its name when another one ends: if two would have the same name, the later one is followed by its number.
 */
export function useLicenceNames(all: readonly LicenceView[]): (licence: LicenceView) => string {
  const t = useTranslations();
  const { day, number } = useFormats();
  const frequencyName = useFrequencyName();
  return (licence) => {
    const name = plainName(licence);
    const same = all.filter((other) => other.id < licence.id && plainName(other) === name).length;
    return same === 0 ? name : t('licence.sameName', { name, number: number(same + 1) });
  };

  function plainName(licence: LicenceView): string {
    const isGranted = licence.status === 'granted';
    const words = { plan: frequencyName(licence), day: day(licence.startedOn) };
    if (!isSoldPerSeat(licence.product)) return t(isGranted ? 'licence.granted' : 'licence.bought', words);
    const seats = t('home.seats', { count: licence.quantity });
    return t(isGranted ? 'licence.grantedSeats' : 'licence.boughtSeats', { ...words, seats });
  }
}
