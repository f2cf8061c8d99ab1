/** The files each page needs, as written by `scripts/build/delivery` and read when the process starts. */
import { z } from 'zod';
import { type Locale, locales } from '#shared/accounts/accounts.ts';
import { type PageName, type PageSet, pageSets } from '#shared/pages.ts';

const Files = z.object({ scripts: z.array(z.string()), styles: z.array(z.string()) });
export type Files = z.infer<typeof Files>;

const sets = [...new Set<PageSet>(Object.values(pageSets))];

/**
 * Addresses of files, beside those that index.html names for every page: the pages of each set, and their sentences in
 * each language, where `common` is what pages of several sets say.
 */
export const Delivery = z.object({
  pageSets: z.record(z.enum(sets), Files),
  messages: z.record(z.enum(locales), z.record(z.enum([...sets, 'common']), Files)),
});
export type Delivery = z.infer<typeof Delivery>;

/** What the document of a page names, so that a browser fetches all of it at once. Null for an address of no page. */
export function filesFor(
  delivery: Delivery,
  { page, locale }: { page: PageName | null; locale: Locale },
): Files {
  const messages = delivery.messages[locale];
  const set = page && pageSets[page];
  const parts = [messages.common, ...(set ? [messages[set], delivery.pageSets[set]] : [])];
  const union = (kind: keyof Files) => [...new Set(parts.flatMap((part) => part[kind]))];
  return { scripts: union('scripts'), styles: union('styles') };
}
