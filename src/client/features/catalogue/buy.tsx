/** The buying side of a product's page: plans, sum, payment, and what to know before. */
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { LoadFailure } from '#client/failures/failure-alert.tsx';
import { Skeleton } from '#client/ui/skeleton.tsx';
import type { Product } from '#shared/catalogue/catalogue.ts';
import { BeforeYouBuy } from './before-you-buy.tsx';
import { OfferCard } from './offer-card.tsx';

interface BuyProps {
  product: Product;
  another?: boolean;
}

export function Buy({ product, another = false }: BuyProps) {
  const t = useTranslations('offers');
  const { data: list, error, isPending, refetch } = trpc.catalogue.offers.useQuery({ product });
  if (isPending) return <Skeleton height="26rem" />;
  if (!list) {
    return <LoadFailure section={t('plans')} error={error} onRetry={() => void refetch()} />;
  }
  const proposed = list.offers.find((offer) => offer.plan.frequency === 'Annual') ?? list.offers[0];
  if (!proposed) return <NothingForSale product={product} />;
  return (
    <div className="cols">
      <OfferCard product={product} list={list} proposed={proposed} another={another} />
      <BeforeYouBuy product={product} country={list.country} />
    </div>
  );
}

function NothingForSale({ product }: { product: Product }) {
  const t = useTranslations('offers');
  const { data: facts } = trpc.catalogue.facts.useQuery();
  return (
    <section className="card sec stack g2">
      <h2>{t('none')}</h2>
      {facts && <p className="q">{t('noneText', { product, email: facts.supportEmail })}</p>}
    </section>
  );
}
