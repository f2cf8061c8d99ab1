/** The purchase section of a product page: plans, total, checkout and advice before paying. */
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { QueryBoundary } from '#client/failures/query-boundary.tsx';
import type { OfferList, Product } from '#shared/catalogue/catalogue.ts';
import { BeforeYouBuy } from './before-you-buy.tsx';
import { OfferCard } from './offer-card.tsx';
import type { OrderStart } from './order/order-options.ts';

interface BuyProps {
  product: Product;
  start?: OrderStart;
  another?: boolean;
}

export function Buy({ product, start = {}, another = false }: BuyProps) {
  const t = useTranslations('offers');
  const offers = trpc.catalogue.offers.useQuery({ product });
  return (
    <QueryBoundary query={offers} section={t('plans')} height="26rem">
      {(list) => <Plans product={product} list={list} start={start} another={another} />}
    </QueryBoundary>
  );
}

interface PlansProps extends Required<BuyProps> {
  list: OfferList;
}

function Plans({ product, list, start, another }: PlansProps) {
  if (list.offers.length === 0) return <NothingForSale product={product} />;
  return (
    <div className="cols">
      <OfferCard product={product} list={list} start={start} another={another} />
      <BeforeYouBuy product={product} country={list.country} />
    </div>
  );
}

function NothingForSale({ product }: { product: Product }) {
  const t = useTranslations('offers');
  const { data: publicConfig } = trpc.catalogue.publicConfig.useQuery();
  return (
    <section className="card sec stack g2">
      <h2>{t('none')}</h2>
      {publicConfig && <p className="q">{t('noneText', { product, email: publicConfig.supportEmail })}</p>}
    </section>
  );
}
