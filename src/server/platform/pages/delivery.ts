/**
 * Defines the list of files that each page needs. `scripts/build/delivery` writes it; the process reads it at startup.
 */
import { z } from 'zod';
import { type Locale, locales } from '#shared/accounts/accounts.ts';
import { type PageName, type PageSet, pageSets } from '#shared/pages.ts';

const Files = z.object({ scripts: z.array(z.string()), styles: z.array(z.string()) });
export type Files = z.infer<typeof Files>;

const sets = [...new Set<PageSet>(Object.values(pageSets))];

/**
 * URLs of the files that pages need in addition to those that index.html references: the code of each page set, and its
 * messages in each language. `common` contains messages that several sets use.
 */
export const Delivery = z.object({
  pageSets: z.record(z.enum(sets), Files),
  messages: z.record(z.enum(locales), z.record(z.enum([...sets, 'common']), Files)),
});
export type Delivery = z.infer<typeof Delivery>;

/**
 * Returns the files that a page's document should reference, so that the browser fetches them in parallel. For an
 * unknown path (`page` is null), these are only the common messages.
 */
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
