/** Shows a product's logo: the operator's file or, without one, a drawing that comes with the portal. */

import { knownWord } from '#client/i18n/server-words.ts';
import type { Product } from '#shared/catalogue/catalogue.ts';
import { BrandMark } from './brand-mark.tsx';
import { useBrand } from './use-brand.ts';

function MonicaShape() {
  return (
    <>
      <path d="M4 20.5v-5.3a4 4 0 0 1 8 0v5.3M12 15.2a4 4 0 0 1 8 0v5.3" />
      <g fill="currentColor" stroke="none">
        <circle cx="8" cy="5.6" r="2.3" />
        <circle cx="16" cy="5.6" r="2.3" />
      </g>
    </>
  );
}

function OfficeLifeShape() {
  return (
    <>
      <path d="M5.2 20.5A2 2 0 0 1 4 18.7V5.5a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v13.2a2 2 0 0 1-1.2 1.8M8.8 20.5v-3.3a3.2 3.2 0 0 1 6.4 0v3.3" />
      <circle cx="12" cy="9.2" r="2.3" fill="currentColor" stroke="none" />
    </>
  );
}

const shapes = { Monica: MonicaShape, OfficeLife: OfficeLifeShape } as const satisfies Record<
  Product,
  () => React.JSX.Element
>;

/**
 * The portal's own drawing has the product's accent color. Hidden from screen readers, because the product's name is
 * always next to it. Renders nothing for a product that this page doesn't know.
 */
export function ProductLogo({ product, size }: { product: Product; size: number }) {
  const mark = useBrand()?.products[product]?.logo;
  if (mark) return <BrandMark mark={mark} width={size} height={size} />;
  const known = knownWord(shapes, product);
  if (known === null) return null;
  const Shape = shapes[known];
  return (
    <span data-product={product}>
      <svg
        className="mark"
        width={size}
        height={size}
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth="2.4"
        strokeLinecap="round"
        aria-hidden="true"
      >
        <Shape />
      </svg>
    </span>
  );
}
