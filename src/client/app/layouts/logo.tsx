/** The portal's logo: both product marks and its name. Links to `to`. */
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { ProductLogo } from '#client/brand/product-logo.tsx';
import { products } from '#shared/catalogue/products.ts';
import classes from './logo.module.css';

export function Logo({ to }: { to: '/' | '/dashboard' }) {
  const t = useTranslations('app');
  return (
    <Link className={classes.logo} to={to} activeProps={{}}>
      <span className={classes.pair}>
        {products.map((product) => (
          <ProductLogo key={product} product={product} size={20} />
        ))}
      </span>
      {t('name')}
    </Link>
  );
}
