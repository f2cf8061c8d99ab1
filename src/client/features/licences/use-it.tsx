/** What to do with the key in the product. */
import { useTranslations } from 'use-intl';
import type { Product } from '#shared/catalogue.ts';

const steps = {
  Monica: ['monica1', 'monica2', 'monica3'],
  OfficeLife: ['officelife1', 'officelife2', 'officelife3'],
} as const satisfies Record<Product, readonly string[]>;

export function UseIt({ product }: { product: Product }) {
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
    </section>
  );
}
