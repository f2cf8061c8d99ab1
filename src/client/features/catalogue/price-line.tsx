/** Shows a product's price in one line. */
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { useFormats } from '#client/i18n/locale.tsx';
import { isSoldPerSeat, type Product } from '#shared/catalogue/catalogue.ts';

interface PriceLineProps {
  product: Product;
  /** For a product that is shown in one line. */
  isSmall?: boolean;
}

/** Shows the cheapest plan of each billing frequency, or a message if no price is known. Never delays the page. */
export function PriceLine({ product, isSmall = false }: PriceLineProps) {
  const t = useTranslations('prices');
  const { money } = useFormats();
  const { data, isPending } = trpc.catalogue.offers.useQuery({ product });
  const cheapest = (frequency: 'Monthly' | 'Annual') =>
    (data?.offers ?? [])
      .filter((offer) => offer.plan.frequency === frequency)
      .sort((a, b) => a.unitPrice.minor - b.unitPrice.minor)[0];
  const monthly = cheapest('Monthly');
  const yearly = cheapest('Annual');
  const main = monthly ?? yearly;
  const [text, price] = isSmall ? ['sm', 'm'] : ['', 'price'];
  if (!main && isPending) {
    // Reserves the height of the price while it is loading.
    return (
      <p className={text}>
        <span className={price}>{'\u00A0'}</span>
      </p>
    );
  }
  if (!main) return <p className={`q ${text}`}>{t('unknown')}</p>;
  return (
    <p className={text}>
      <span className={price}>{money(main.unitPrice)}</span> <span className="q">{period()}</span>
    </p>
  );

  function period(): string {
    const perSeat = isSoldPerSeat(product);
    if (monthly && yearly) {
      const price = money(yearly.unitPrice);
      return perSeat ? t('perSeatMonthOrYear', { price }) : t('perMonthOrYear', { price });
    }
    if (monthly) return perSeat ? t('perSeatMonth') : t('perMonth');
    return perSeat ? t('perSeatYear') : t('perYear');
  }
}
