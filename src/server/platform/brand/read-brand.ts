/** Reads the operator's brand at startup and reports everything that is wrong with it. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Locale, locales } from '#shared/accounts/accounts.ts';
import { forEachProduct, type ProductName, productTable } from '#shared/catalogue/products.ts';
import { type LegalPage, type LegalText, legalPages } from '#shared/legal-pages.ts';
import type { Mark } from '#shared/public-config.ts';
import { type Brand, type BrandFile, ownBrand } from './brand.ts';
import { type Folder, markFiles, productKeys, readFolder } from './brand-folder.ts';
import { sizeOfPng } from './check-png.ts';
import { problemOfSvg } from './check-svg.ts';
import { renderLegalText } from './render-legal-text.ts';

export type BrandReading =
  | { status: 'read'; brand: Brand }
  | { status: 'wrong'; problems: readonly string[] };

/** Below this folder, the addresses contain a hash of the file, so that browsers can keep the files forever. */
export const brandPath = '/brand';

const types = { svg: 'image/svg+xml; charset=utf-8', png: 'image/png' } as const;
/** The smallest icon that a phone shows sharp on its home screen. */
const minIconPixels = 180;

const keyOf = (product: ProductName): string => product.toLowerCase();

const Site = z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).refine((url) => {
  const { username, password } = new URL(url);
  return username === '' && password === '';
}, 'must have no user name or password');

const Facts = z.strictObject({ site: Site }, 'must be an object such as {"site": "https://…"}');

const ProductsFile = z.partialRecord(z.enum(productKeys), Facts, {
  error: (issue) =>
    issue.code === 'invalid_type'
      ? `must be an object such as {"${productKeys[0]}": {"site": "https://…"}}`
      : `names something else than the products, which are ${productKeys.join(' and ')}`,
});

/** Returns the text of a file; null if it isn't UTF-8. */
function textOf(body: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return null;
  }
}

/** Interprets the files of a folder, collecting what is wrong. */
class Reader {
  readonly problems: string[];
  readonly served = new Map<string, BrandFile>();
  readonly #files: Folder['files'];

  constructor({ files, problems }: Folder) {
    this.#files = files;
    this.problems = [...problems];
  }

  #refuse(name: string, problem: string): null {
    this.problems.push(`BRAND_DIR: ${name} ${problem}`);
    return null;
  }

  #text(name: string): string | null {
    const body = this.#files.get(name);
    return body === undefined ? null : (textOf(body) ?? this.#refuse(name, 'is not encoded in UTF-8'));
  }

  /** Serves a file at an address that changes with its contents. Returns the address. */
  #serve(name: string, body: Buffer): string {
    const [stem = '', extension] = name.split('.');
    const hash = createHash('sha256').update(body).digest('base64url').slice(0, 22);
    const address = `${brandPath}/${stem}.${hash}.${extension}`;
    this.served.set(address, { type: extension === 'png' ? types.png : types.svg, body });
    return address;
  }

  svg(name: string): string | null {
    const body = this.#files.get(name);
    const text = this.#text(name);
    if (body === undefined || text === null) return null;
    const problem = problemOfSvg(text);
    return problem === null ? this.#serve(name, body) : this.#refuse(name, problem);
  }

  mark(name: string): Mark | null {
    const [lightFile, darkFile] = markFiles(name);
    const light = this.svg(lightFile);
    const dark = this.svg(darkFile);
    if (this.#files.has(darkFile) && !this.#files.has(lightFile))
      this.#refuse(darkFile, `is only used together with ${lightFile}: add that file`);
    return light === null ? null : { light, dark: dark ?? light };
  }

  png(
    name: string,
    problemOfSize: (size: { width: number; height: number }) => string | null,
  ): string | null {
    const body = this.#files.get(name);
    if (body === undefined) return null;
    const size = sizeOfPng(body);
    const problem = size === null ? 'is not a PNG image' : problemOfSize(size);
    return problem === null ? this.#serve(name, body) : this.#refuse(name, problem);
  }

  icon(): Brand['icon'] {
    const svg = this.svg('icon.svg');
    const png = this.png('icon.png', ({ width, height }) =>
      width === height && width >= minIconPixels
        ? null
        : `must be square, with at least ${minIconPixels} pixels on each side`,
    );
    if (this.#files.has('icon.png') && !this.#files.has('icon.svg'))
      this.#refuse('icon.png', 'is only used together with icon.svg: add that file');
    return svg === null ? null : { svg, png };
  }

  sites(): Readonly<Partial<Record<string, { site: string }>>> {
    const name = 'products.json';
    const text = this.#text(name);
    if (text === null) return {};
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      this.#refuse(name, 'is not valid JSON');
      return {};
    }
    const parsed = ProductsFile.safeParse(json);
    if (parsed.success) return parsed.data;
    for (const { path, message } of parsed.error.issues)
      this.#refuse(name, path.length === 0 ? message : `at ${path.join('.')}: ${message}`);
    return {};
  }

  legalTexts(page: LegalPage): Partial<Record<Locale, LegalText>> {
    const texts: Partial<Record<Locale, LegalText>> = {};
    for (const locale of locales) {
      const name = `${page}.${locale}.md`;
      const markdown = this.#text(name);
      if (markdown === null) continue;
      const rendered = renderLegalText(markdown);
      if (rendered.status === 'wrong') this.#refuse(name, rendered.problem);
      else texts[locale] = { title: rendered.title, html: rendered.html, locale };
    }
    return texts;
  }
}

function readBrandFolder(path: string, name: string | null): BrandReading {
  const reader = new Reader(readFolder(path));
  const sites = reader.sites();
  const products = forEachProduct((product) => ({
    logo: reader.mark(keyOf(product)),
    site: sites[keyOf(product)]?.site ?? productTable[product].site,
  }));
  const logo = reader.mark('logo');
  const social = reader.png('social.png', () => null);
  const hasOwnMarks = logo !== null || Object.values(products).some((product) => product.logo !== null);
  const [terms, privacy] = legalPages.map((page) => reader.legalTexts(page));
  const brand: Brand = {
    name,
    logo,
    icon: reader.icon(),
    // The portal's own image shows its own marks.
    socialImage: social ?? (hasOwnMarks ? null : ownBrand.socialImage),
    products,
    legalTexts: { terms: terms ?? {}, privacy: privacy ?? {} },
    files: reader.served,
  };
  const { problems } = reader;
  return problems.length > 0 ? { status: 'wrong', problems } : { status: 'read', brand };
}

/** Reads BRAND_NAME and the folder BRAND_DIR; either may be absent. Nothing is read from the folder later. */
export const readBrand = ({ name, folder }: { name: string | null; folder: string | null }): BrandReading =>
  folder === null ? { status: 'read', brand: { ...ownBrand, name } } : readBrandFolder(folder, name);
