/** The operator's logo or, without one, those of the products, and the portal's name. Links to `to`. */
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { BrandMark } from '#client/brand/brand-mark.tsx';
import { ProductLogo } from '#client/brand/product-logo.tsx';
import { useBrand } from '#client/brand/use-brand.ts';
import { products } from '#shared/catalogue/products.ts';
import classes from './logo.module.css';

export function Logo({ to }: { to: '/' | '/dashboard' }) {
  const t = useTranslations('app');
  const logo = useBrand()?.logo;
  return (
    <Link className={classes.logo} to={to} activeProps={{}}>
      <span className={classes.pair}>
        {logo ? (
          <BrandMark mark={logo} height={20} />
        ) : (
          products.map((product) => <ProductLogo key={product} product={product} size={20} />)
        )}
      </span>
      {t('name')}
    </Link>
  );
}
