/** A link to the plans of a product, for customers who have a licence that can't be continued. */
import { useTranslations } from 'use-intl';
import { LinkButton } from '#client/ui/link-button.tsx';
import type { Product } from '#shared/catalogue/catalogue.ts';
import { productPath } from '#shared/pages.ts';

export function PlansButton({ product }: { product: Product }) {
  const t = useTranslations('home');
  return (
    <LinkButton to={productPath[product]} search={{ buy: 'another' }}>
      {t('plans')}
    </LinkButton>
  );
}
