/** Reads the files of BRAND_DIR without following a link out of it. */
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { locales } from '#shared/accounts/accounts.ts';
import { products } from '#shared/catalogue/products.ts';
import { legalPages } from '#shared/legal-pages.ts';

const kilobyte = 1024;

/** The largest size of a file of each kind, in bytes. */
const sizeLimits: Readonly<Record<string, number>> = {
  svg: 64 * kilobyte,
  png: 512 * kilobyte,
  md: 100 * kilobyte,
  json: 16 * kilobyte,
};

/** The names of a mark's files, the second for dark pages. */
export const markFiles = (name: string) => [`${name}.svg`, `${name}-dark.svg`] as const;

/** The name of a product's files, and its key in `products.json`. */
export const productKeys = products.map((product) => product.toLowerCase());

const knownNames: readonly string[] = [
  ...markFiles('logo'),
  'icon.svg',
  'icon.png',
  'social.png',
  ...productKeys.flatMap(markFiles),
  'products.json',
  ...legalPages.flatMap((page) => locales.map((locale) => `${page}.${locale}.md`)),
];

export interface Folder {
  /** The contents of the files, by name. */
  files: ReadonlyMap<string, Buffer>;
  problems: readonly string[];
}

/** Returns a file's contents, or what is wrong with it. */
function readFile(folder: string, name: string): Buffer | string {
  if (!knownNames.includes(name)) return `is none of the files that are used (${knownNames.join(', ')})`;
  const path = join(folder, name);
  let target: string;
  try {
    target = realpathSync(path);
  } catch {
    return 'is a link that leads nowhere';
  }
  // Links inside the folder are allowed, because volumes of Kubernetes consist of them.
  if (!target.startsWith(folder + sep))
    return 'is a link that leads out of the folder: copy the file instead';
  const about = statSync(target);
  if (!about.isFile()) return 'is not a file';
  const limit = sizeLimits[name.slice(name.lastIndexOf('.') + 1)] ?? 0;
  if (about.size > limit) return `is larger than ${limit / kilobyte} kB`;
  try {
    return readFileSync(target);
  } catch {
    return 'cannot be read: check its permissions';
  }
}

/** Reads the folder. Names that begin with a dot are ignored; any other unknown name is a problem. */
export function readFolder(path: string): Folder {
  let folder: string;
  let names: string[];
  try {
    folder = realpathSync(path);
    names = readdirSync(folder).filter((name) => !name.startsWith('.'));
  } catch {
    return { files: new Map(), problems: ['BRAND_DIR must be a folder that the portal can read'] };
  }
  const files = new Map<string, Buffer>();
  const problems: string[] = [];
  for (const name of names.toSorted()) {
    const contents = readFile(folder, name);
    if (typeof contents === 'string') problems.push(`BRAND_DIR: ${name} ${contents}`);
    else files.set(name, contents);
  }
  return { files, problems };
}
