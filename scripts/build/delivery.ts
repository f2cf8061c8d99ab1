/**
 * Determines from the bundler's manifest which files each page set needs, and which files contain its messages in each
 * language.
 */
import type { Manifest } from 'vite';
import type { Delivery, Files } from '#server/platform/pages/delivery.ts';
import { type Locale, locales } from '#shared/accounts/accounts.ts';
import type { PageSet } from '#shared/pages.ts';

/**
 * Returns the chunks that a chunk imports statically, followed by the chunk itself. The CSS cascade requires this
 * order. Throws if a chunk isn't in the manifest.
 */
function reach(manifest: Manifest, key: string, seen: Set<string> = new Set()): Set<string> {
  const chunk = manifest[key];
  if (!chunk) throw new Error(`the bundler's manifest does not contain ${key}`);
  for (const imported of chunk.imports ?? []) if (!seen.has(imported)) reach(manifest, imported, seen);
  return seen.add(key);
}

/** Returns the scripts and styles that the given entries need, except those that index.html already references. */
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

/**
 * The entries that each page set needs. Account pages need two, because they are rendered inside the customer layout.
 */
const entriesOf: Readonly<Record<PageSet, readonly PageSet[]>> = {
  public: ['public'],
  legal: ['legal'],
  auth: ['auth'],
  customer: ['customer'],
  account: ['customer', 'account'],
  administration: ['administration'],
};

/** The sets of messages that each page set needs. The administration shows licences and security logs too. */
const messagesFor: Readonly<Record<PageSet, readonly PageSet[]>> = {
  ...entriesOf,
  administration: ['customer', 'account', 'administration'],
};

/**
 * Returns the files of each page set, and those of its messages in each language. Throws if any page set or any of its
 * messages has no chunk.
 */
export function deliveryOf(manifest: Manifest, indexHtml: string): Delivery {
  const forSets = (sets: typeof entriesOf, entryOf: (set: PageSet) => string) =>
    Object.fromEntries(
      Object.entries(sets).map(([set, entries]) => [set, filesOf(manifest, indexHtml, entries.map(entryOf))]),
    ) as Record<PageSet, Files>;
  const messagesIn = (locale: Locale) => ({
    common: filesOf(manifest, indexHtml, [`i18n/${locale}/page-sets/common.ts`]),
    ...forSets(messagesFor, (set) => `i18n/${locale}/page-sets/${set}.ts`),
  });
  return {
    pageSets: forSets(entriesOf, (set) => `app/page-sets/${set}-pages.ts`),
    messages: Object.fromEntries(
      locales.map((locale) => [locale, messagesIn(locale)]),
    ) as Delivery['messages'],
  };
}
