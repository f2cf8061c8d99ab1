/** Says when a licence renews and what is charged then, in the same words on every page. */
import { useTranslations } from 'use-intl';
import { useFormats } from '#client/i18n/locale.tsx';
import { frequencyOf } from '#client/i18n/server-words.ts';
import { renewalCharge } from '#shared/billing/renewal-charge.ts';
import type { LicenceView } from '#shared/licences/licences.ts';

/** Returns a function that describes the next charge; null if the licence won't renew. */
export function useRenewalSentence() {
  const t = useTranslations('licence');
  const { day, money } = useFormats();
  return (licence: LicenceView): string | null => {
    const { renewsOn, validUntil } = licence;
    if (renewsOn === null) return null;
    const charge = chargeSentence(licence, day(renewsOn));
    // A switch to a shorter billing period doesn't shorten what is paid for.
    return renewsOn < validUntil ? `${charge} ${t('sentenceStays', { day: day(validUntil) })}` : charge;
  };

  function chargeSentence(licence: LicenceView, on: string): string {
    const { nextCharge, firstCharge, price } = licence;
    const kind = renewalCharge(licence);
    if (nextCharge === null) return t('sentenceRenewsNoPrice', { day: on });
    if (firstCharge !== null)
      return t('sentenceCredit', { day: day(firstCharge.on), price: money(firstCharge.amount) });
    if (nextCharge.minor === 0)
      return t(kind === 'free' ? 'sentenceRenewsFree' : 'sentenceRenewsFreeOnce', { day: on });
    const frequency = frequencyOf(licence);
    if (price === null || frequency === null || kind === 'full')
      return t('sentenceRenews', { day: on, price: money(nextCharge) });
    return t('sentenceRenewsThen', {
      ...{ day: on, price: money(nextCharge), full: money(price), frequency },
      isLess: String(kind === 'less'),
    });
  }
}
