/** A link to a product's website, to follow a sentence about the product. */
import { useTranslations } from 'use-intl';
import type { Product } from '#shared/catalogue/catalogue.ts';
import { useBrand } from './use-brand.ts';

/** Renders nothing until the address is known. */
export function ProductSite({ product }: { product: Product }) {
  const t = useTranslations('app');
  const site = useBrand()?.products[product]?.site;
  if (site === undefined) return null;
  return (
    <>
      {' · '}
      <a href={site} target="_blank" rel="noreferrer">
        {t('moreAt', { host: new URL(site).host.replace(/^www\./, '') })}
        <span className="sr">, {t('opensNewTab')}</span>
      </a>
    </>
  );
}
