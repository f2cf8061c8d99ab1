/**
 * The products on sale, one row each. The compiler reports most of the other places to change for a new product;
 * docs/make-it-yours.md lists all of them.
 */
interface ProductFacts {
  /** Path of the product's page. */
  path: `/${string}`;
  /** Whether a licence has a number of seats. Otherwise it is for one user account. */
  soldPerSeat: boolean;
  /** Name of the product's color token in the client's styles: `monica` for `--monica`. */
  accent: string;
  /** Name of the setting that holds the URL where the product accepts a licence key. */
  billingUrlSetting: `${string}_BILLING_URL`;
  /** The product's website, unless `products.json` of BRAND_DIR names another. */
  site: `https://${string}`;
}

export const productTable = {
  Monica: {
    path: '/monica',
    soldPerSeat: false,
    accent: 'monica',
    billingUrlSetting: 'MONICA_BILLING_URL',
    site: 'https://www.monicahq.com',
  },
  OfficeLife: {
    path: '/officelife',
    soldPerSeat: true,
    accent: 'office',
    billingUrlSetting: 'OFFICELIFE_BILLING_URL',
    site: 'https://officelife.io',
  },
} as const satisfies Record<string, ProductFacts>;

export type ProductName = keyof typeof productTable;

/** In display order. */
export const products = Object.keys(productTable) as [ProductName, ...ProductName[]];

/** Builds a record with one value per product. */
export const forEachProduct = <T>(make: (product: ProductName) => T): Record<ProductName, T> =>
  Object.fromEntries(products.map((product) => [product, make(product)])) as Record<ProductName, T>;
