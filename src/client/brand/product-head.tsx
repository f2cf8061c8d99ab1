/** The header of a product page: logo, name, state and one action. */
import type { ReactNode } from 'react';
import type { Product } from '#shared/catalogue/catalogue.ts';
import classes from './product-head.module.css';
import { ProductLogo } from './product-logo.tsx';

interface ProductHeadProps {
  product: Product;
  state?: ReactNode;
  line: ReactNode;
  action?: ReactNode;
}

export function ProductHead({ product, state, line, action }: ProductHeadProps) {
  return (
    <header className={classes.head}>
      <span className={classes.tile}>
        <ProductLogo product={product} size={24} />
      </span>
      <div className={classes.text}>
        <div className={classes.line}>
          <h1 tabIndex={-1}>{product}</h1>
          {state}
        </div>
        <p className="q">{line}</p>
      </div>
      {action}
    </header>
  );
}
