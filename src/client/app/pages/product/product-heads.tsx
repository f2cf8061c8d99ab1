/** Headers of the product page, with and without a licence. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { trpc } from '#client/api/trpc.ts';
import { ProductHead } from '#client/brand/product-head.tsx';
import { ProductSite } from '#client/brand/product-site.tsx';
import { OpenProduct } from '#client/features/licences/open-product.tsx';
import { everWorked, stateWordOf } from '#client/features/licences/state/licence-state.ts';
import { StateBadge } from '#client/features/licences/state/state-badge.tsx';
import { useFormats } from '#client/i18n/locale.tsx';
import { Badge } from '#client/ui/feedback/badge.tsx';
import type { Product } from '#shared/catalogue/catalogue.ts';
import type { LicenceView } from '#shared/licences/licences.ts';
import { pages } from '#shared/pages.ts';
import classes from './product-heads.module.css';

/** The message that describes each product. */
export const taglines = { Monica: 'monica', OfficeLife: 'officelife' } as const satisfies Record<
  Product,
  string
>;

const aboutProduct = (tagline: string, product: Product) => (
  <>
    {tagline}
    <ProductSite product={product} />
  </>
);

interface NoLicenceHeadProps {
  product: Product;
  /** The product's licence that ended last; undefined if none has. */
  ended: LicenceView | undefined;
  /**
   * Whether it is certain that there is no licence. False while the list is loading or a purchase is being processed.
   */
  isKnown: boolean;
}

export function NoLicenceHead({ product, ended, isKnown }: NoLicenceHeadProps) {
  const t = useTranslations();
  const { day } = useFormats();
  const receipts = (words: ReactNode) => (
    <Link to={pages.receipts} search={{ product }}>
      {words}
    </Link>
  );
  const line =
    ended && everWorked(ended)
      ? t.rich('licence.lastEnded', { day: day(ended.worksThrough), receipts })
      : aboutProduct(t(`app.${taglines[product]}`), product);
  return (
    <ProductHead
      product={product}
      line={line}
      state={isKnown && <Badge tone="none">{t('status.none')}</Badge>}
    />
  );
}

/** A single licence has its state in this header; if there are several, each licence's card shows its state. */
export function LicencesHead({ product, licences }: { product: Product; licences: readonly LicenceView[] }) {
  const t = useTranslations();
  const { data: publicConfig } = trpc.catalogue.publicConfig.useQuery();
  const [only] = licences.length === 1 ? licences : [];
  const word = only && stateWordOf(only);
  return (
    <ProductHead
      product={product}
      line={aboutProduct(t(`app.${taglines[product]}`), product)}
      state={word && <StateBadge word={word} />}
      action={
        publicConfig && (
          <span className={classes.desk}>
            <OpenProduct product={product} url={publicConfig.billingUrls[product]} />
          </span>
        )
      }
    />
  );
}
