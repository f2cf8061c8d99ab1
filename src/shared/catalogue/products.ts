/**
 * What is sold: one row for each product. docs/make-it-yours.md lists the other places that a new product touches; the
 * compiler names most of them.
 */
interface ProductFacts {
  /** The address of its page. */
  path: `/${string}`;
  /** Sold by the number of seats; otherwise one licence is one user account. */
  soldPerSeat: boolean;
  /** The token of its colour in the client's styles, as in `--monica`. */
  accent: string;
  /** The setting with the address at which the product takes a licence key. */
  billingUrlSetting: `${string}_BILLING_URL`;
}

export const productTable = {
  Monica: { path: '/monica', soldPerSeat: false, accent: 'monica', billingUrlSetting: 'MONICA_BILLING_URL' },
  OfficeLife: {
    path: '/officelife',
    soldPerSeat: true,
    accent: 'office',
    billingUrlSetting: 'OFFICELIFE_BILLING_URL',
  },
} as const satisfies Record<string, ProductFacts>;

export type ProductName = keyof typeof productTable;

/** In the order in which they are shown. */
export const products = Object.keys(productTable) as [ProductName, ...ProductName[]];

/** Something for each product, made of its row. */
export const forEachProduct = <T>(make: (product: ProductName) => T): Record<ProductName, T> =>
  Object.fromEntries(products.map((product) => [product, make(product)])) as Record<ProductName, T>;
