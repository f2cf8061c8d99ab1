/** What a customer without licences can begin with: one product, and the other in one line. */
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { taglines } from '#client/app/pages/product/product-heads.tsx';
import { ProductLogo } from '#client/brand/product-logo.tsx';
import { PriceLine } from '#client/features/catalogue/price-line.tsx';
import { LinkButton } from '#client/ui/link-button.tsx';
import { products } from '#shared/catalogue/products.ts';
import { productPath } from '#shared/pages.ts';
import classes from './home-page.module.css';
import { OtherProduct } from './other-product.tsx';

export function FirstSteps() {
  const t = useTranslations();
  const id = useId();
  const [first, ...others] = products;
  return (
    <>
      <section className={`card ${classes.first}`} data-product={first} aria-labelledby={id}>
        <div className={classes.offer}>
          <ProductLogo product={first} size={32} />
          <div>
            <h2 id={id}>{first}</h2>
            <p className="q sm">{t(`app.${taglines[first]}`)}</p>
            <PriceLine product={first} />
          </div>
        </div>
        <div>
          <LinkButton to={productPath[first]} variant="accent" size="lg">
            {t('home.get', { product: first })}
          </LinkButton>
        </div>
      </section>
      {others.map((product) => (
        <OtherProduct key={product} product={product} />
      ))}
    </>
  );
}
