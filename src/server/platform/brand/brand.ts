/** What makes the portal the operator's own: name, marks, the products' sites and legal texts. */
import type { Locale } from '#shared/accounts/accounts.ts';
import { forEachProduct, type ProductName, productTable } from '#shared/catalogue/products.ts';
import type { LegalPage, LegalText } from '#shared/legal-pages.ts';
import { portalNames } from '#shared/portal-name.ts';
import type { Mark } from '#shared/public-config.ts';

/** A file that the portal serves. */
export interface BrandFile {
  type: string;
  body: Buffer;
}

export interface Brand {
  /** Null to use the portal's own name, which differs by language. */
  name: string | null;
  /** Null to use the marks of the products. */
  logo: Mark | null;
  /** Paths of the browser icons; null to use the portal's own. `png` is null if there is none. */
  icon: { svg: string; png: string | null } | null;
  /** Path of the image that social networks show with a link; null if there is none. */
  socialImage: string | null;
  products: Readonly<Record<ProductName, { logo: Mark | null; site: string }>>;
  /** The operator's texts, by page and language. A page without any has the portal's own text. */
  legalTexts: Readonly<Record<LegalPage, Readonly<Partial<Record<Locale, LegalText>>>>>;
  /** The files to serve, by path. */
  files: ReadonlyMap<string, BrandFile>;
}

/** The brand of a portal without BRAND_NAME and BRAND_DIR. */
export const ownBrand: Brand = {
  name: null,
  logo: null,
  icon: null,
  socialImage: '/social.png',
  products: forEachProduct((product) => ({ logo: null, site: productTable[product].site })),
  legalTexts: { terms: {}, privacy: {} },
  files: new Map(),
};

/** Returns the name of the portal in a language. */
export const portalNameIn = ({ name }: Pick<Brand, 'name'>, locale: Locale): string =>
  name ?? portalNames[locale];

/**
 * Returns the operator's text of a legal page; null if the portal's own text applies. If the operator has no text in
 * the requested language, the one in another language is returned: the portal's own text would say something else.
 */
export function legalTextIn(
  { legalTexts }: Pick<Brand, 'legalTexts'>,
  { page, locale }: { page: LegalPage; locale: Locale },
): LegalText | null {
  const texts = legalTexts[page];
  return texts[locale] ?? Object.values(texts)[0] ?? null;
}
