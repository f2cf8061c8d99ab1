/** A product that the customer doesn't have, in one line: its price, or until when the last licence worked. */
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { taglines } from '#client/app/pages/product/product-heads.tsx';
import { ProductLogo } from '#client/brand/product-logo.tsx';
import { PriceLine } from '#client/features/catalogue/price-line.tsx';
import { useStateSentence } from '#client/features/licences/state/licence-state.ts';
import { LinkButton } from '#client/ui/link-button.tsx';
import type { Product } from '#shared/catalogue/catalogue.ts';
import { isOpenAtPaddle, type LicenceView } from '#shared/licences/licences.ts';
import { productPath } from '#shared/pages.ts';
import classes from './home-page.module.css';

interface OtherProductProps {
  product: Product;
  /**
   * The product's licence that ended last, or one whose subscription goes on at Paddle; undefined if there was none.
   */
  ended?: LicenceView | undefined;
}

export function OtherProduct({ product, ended }: OtherProductProps) {
  const t = useTranslations();
  const sentence = useStateSentence();
  const id = useId();
  // Customers who can bring the licence back aren't led to buying another one.
  const canGoOn = ended !== undefined && isOpenAtPaddle(ended);
  return (
    <section className={`card ${classes.other}`} data-product={product} aria-labelledby={id}>
      <ProductLogo product={product} size={20} />
      <div>
        <h2 id={id}>{product}</h2>
        {ended ? (
          <p className="q sm">{sentence(ended)}</p>
        ) : (
          <>
            <p className="q sm">{t(`app.${taglines[product]}`)}</p>
            <PriceLine product={product} isSmall />
          </>
        )}
      </div>
      <LinkButton to={productPath[product]}>
        {canGoOn ? t('home.see') : t('home.get', { product })}
        {canGoOn && <span className="sr">, {product}</span>}
      </LinkButton>
    </section>
  );
}
