/** The portal's sign: both marks and its name, leading to the start. */
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { products } from '#shared/catalogue/catalogue.ts';
import { ProductMark } from '#client/ui/brand/product-logo.tsx';
import classes from './logo.module.css';

export function Lockup({ to }: { to: '/' | '/dashboard' }) {
  const t = useTranslations('app');
  return (
    <Link className={classes.lockup} to={to} activeProps={{}}>
      <span className={classes.pair}>
        {products.map((product) => (
          <ProductMark key={product} product={product} size={20} />
        ))}
      </span>
      {t('name')}
    </Link>
  );
}
