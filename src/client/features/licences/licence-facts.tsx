/** The facts of a licence: plan, seats, price and date. */
import { useTranslations } from 'use-intl';
import { useFormats } from '#client/i18n/locale.tsx';
import { useFrequencyName } from '#client/i18n/use-frequency-name.ts';
import { usePricePerPeriod } from '#client/i18n/use-price-per-period.ts';
import { isSoldPerSeat } from '#shared/catalogue/catalogue.ts';
import type { CalendarDate } from '#shared/dates.ts';
import type { LicenceView } from '#shared/licences/licences.ts';
import classes from './licence-facts.module.css';

export function LicenceFacts({ licence }: { licence: LicenceView }) {
  const t = useTranslations();
  const { day, number } = useFormats();
  const frequencyName = useFrequencyName();
  const price = usePrice(licence);
  return (
    <dl className={classes.facts}>
      <div>
        <dt>{t('licence.plan')}</dt>
        <dd>{frequencyName(licence, 'labelled')}</dd>
      </div>
      {isSoldPerSeat(licence.product) && (
        <div>
          <dt>{t('licence.seats')}</dt>
          <dd>{number(licence.quantity)}</dd>
        </div>
      )}
      {price !== null && (
        <div>
          <dt>{t('licence.price')}</dt>
          <dd>{price}</dd>
        </div>
      )}
      <div>
        <dt>{whenLabel()}</dt>
        <dd>{day(when())}</dd>
      </div>
    </dl>
  );

  /**
   * Returns whether to show the date of the next renewal, or of the next payment if a credit covers the next renewals.
   * While a renewal is overdue there is none, so the last day that the licence works is shown instead.
   */
  function isRenewing(): boolean {
    return licence.renewsOn !== null && licence.standing === 'good' && licence.status !== 'past_due';
  }
  function when(): CalendarDate {
    if (!isRenewing()) return licence.worksThrough;
    return licence.firstCharge?.on ?? licence.renewsOn ?? licence.worksThrough;
  }
  function whenLabel(): string {
    if (!isRenewing()) return t('licence.worksThrough');
    if (licence.firstCharge !== null) return t('licence.nextPayment');
    return licence.status === 'trialing' ? t('licence.firstPayment') : t('licence.renewsOn');
  }
}

/** Returns the price per billing period; null if it is unknown or nothing. */
function usePrice(licence: LicenceView): string | null {
  const t = useTranslations('licence');
  const { money } = useFormats();
  const pricePerPeriod = usePricePerPeriod();
  const { lastPaid, status } = licence;
  if (status === 'granted') return t('free');
  if (status === 'one_off') return lastPaid && t('paidOnce', { price: money(lastPaid) });
  // A price of nothing is no price: what is charged next, if it is known, is said beside the date.
  if (licence.price === null || licence.price.minor === 0) return null;
  return pricePerPeriod(licence.price, licence);
}
