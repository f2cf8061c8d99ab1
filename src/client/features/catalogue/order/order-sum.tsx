/** The order total, as far as the portal knows it. Paddle shows the final amount. */
import { useTranslations } from 'use-intl';
import { usePlanName } from '#client/features/catalogue/plan-name.ts';
import { dueFor, quote } from '#client/features/catalogue/quote.ts';
import { useFormats } from '#client/i18n/locale.tsx';
import { isSoldPerSeat, type Offer, type OfferList } from '#shared/catalogue/catalogue.ts';
import classes from './order-sum.module.css';

interface OrderSumProps {
  list: OfferList;
  offer: Offer;
  /** Number of seats; null while the input isn't valid. */
  quantity: number | null;
  /** Whether the customer buys with a VAT number. No tax is due if Paddle accepts the number. */
  withVat: boolean;
}

export function OrderSum({ list, offer, quantity, withVat }: OrderSumProps) {
  const t = useTranslations('offers');
  const { money } = useFormats();
  const planName = usePlanName();
  const sum = quantity === null ? null : quote(offer, quantity, list);
  const plan = planName(list, offer).within;
  const { product } = offer.plan;
  const isTaxIn = offer.unitTax !== null;
  const tax = sum?.tax ?? null;
  const due = sum && dueFor(sum, withVat);
  const isNet = due?.certainty === 'about';
  const total = due ? money(due.amount) : '–';
  const taxWords = () => {
    if (isNet) return t('taxWithVat');
    if (!tax) return '–';
    return tax.minor === 0 ? money(tax) : t('taxIncluded', { amount: money(tax) });
  };
  return (
    <dl className={classes.sum}>
      <div>
        <dt className="q">
          {isSoldPerSeat(product) && quantity !== null
            ? t('sumSeats', { product, plan, count: quantity })
            : t('sum', { product, plan })}
        </dt>
        <dd>{total}</dd>
      </div>
      <div>
        <dt className="q">{t('tax')}</dt>
        <dd className="q">
          {!isTaxIn && t('taxAdded')}
          {isTaxIn && taxWords()}
        </dd>
      </div>
      <div className={classes.total}>
        <dt>{isTaxIn && !isNet ? t('total') : t('beforeTax')}</dt>
        <dd>{isNet ? t('about', { amount: total }) : total}</dd>
      </div>
    </dl>
  );
}
