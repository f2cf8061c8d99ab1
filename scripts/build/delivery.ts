/** From the bundler's manifest: which files the pages of each set, and of each language, need. */
import type { Manifest } from 'vite';
import type { Delivery, Files } from '#server/platform/pages/delivery.ts';
import { locales } from '#shared/accounts/accounts.ts';

/** A chunk behind all that it imports, which is the order that the cascade of styles wants. Throws where the manifest does not know it. */
function reach(manifest: Manifest, key: string, seen: Set<string> = new Set()): Set<string> {
  const chunk = manifest[key];
  if (!chunk) throw new Error(`the bundler's manifest has no ${key}`);
  for (const imported of chunk.imports ?? []) if (!seen.has(imported)) reach(manifest, imported, seen);
  return seen.add(key);
}

/** The files of some entries, without what index.html names already. */
function filesOf(manifest: Manifest, indexHtml: string, entries: readonly string[]): Files {
  const isNew = (address: string) => !indexHtml.includes(`"${address}"`);
  const chunks = [...new Set(entries.flatMap((entry) => [...reach(manifest, entry)]))].flatMap(
    (key) => manifest[key] ?? [],
  );
  const address = (file: string) => `/${file}`;
  return {
    scripts: [...new Set(chunks.map(({ file }) => address(file)))].filter(isNew),
    styles: [...new Set(chunks.flatMap(({ css = [] }) => css.map(address)))].filter(isNew),
  };
}

const pagesOf = (set: string) => `app/page-sets/${set}-pages.ts`;

/** Throws when a set of pages or a language has no chunk of its own. */
export function deliveryOf(manifest: Manifest, indexHtml: string): Delivery {
  const files = (...entries: string[]) => filesOf(manifest, indexHtml, entries);
  return {
    pageSets: {
      public: files(pagesOf('public')),
      auth: files(pagesOf('auth')),
      customer: files(pagesOf('customer')),
      // They stand in the customers' frame.
      account: files(pagesOf('customer'), pagesOf('account')),
    },
    locales: Object.fromEntries(
      locales.map((locale) => [locale, files(`i18n/${locale}.ts`)]),
    ) as Delivery['locales'],
  };
}
