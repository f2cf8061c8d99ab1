/** The steps for entering the key in the product. */
import { useTranslations } from 'use-intl';
import { OpenProduct } from '#client/features/licences/open-product.tsx';
import type { Product } from '#shared/catalogue/catalogue.ts';
import classes from './use-it.module.css';

const steps = {
  Monica: ['monica1', 'monica2', 'monica3'],
  OfficeLife: ['officelife1', 'officelife2', 'officelife3'],
} as const satisfies Record<Product, readonly string[]>;

interface UseItProps {
  product: Product;
  /** URL of the page in the product where the key is entered. */
  url: string | undefined;
}

export function UseIt({ product, url }: UseItProps) {
  const t = useTranslations('use');
  return (
    <section className="card sec stack">
      <h2>{t('heading', { product })}</h2>
      <ol className="steps">
        {steps[product].map((step) => (
          <li key={step}>
            <span>{t.rich(step, { b: (words) => <b className="b">{words}</b> })}</span>
          </li>
        ))}
      </ol>
      {url && (
        <div className={classes.phone}>
          <OpenProduct product={product} url={url} />
        </div>
      )}
    </section>
  );
}
