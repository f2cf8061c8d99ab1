/** What the build says a page needs: written by `scripts/build/delivery`, read when the process starts. */
import { z } from 'zod';
import { type Locale, locales } from '#shared/accounts/accounts.ts';
import { type PageName, type PageSet, pageSets } from '#shared/pages.ts';

const Files = z.object({ scripts: z.array(z.string()), styles: z.array(z.string()) });
export type Files = z.infer<typeof Files>;

const sets = [...new Set<PageSet>(Object.values(pageSets))];

/** Addresses of files, beside those that index.html names for every page. */
export const Delivery = z.object({
  pageSets: z.record(z.enum(sets), Files),
  locales: z.record(z.enum(locales), Files),
});
export type Delivery = z.infer<typeof Delivery>;

/** What the document of a page names, so that a browser fetches all of it at once. No page: what every page has. */
export function filesFor(
  delivery: Delivery,
  { page, locale }: { page: PageName | null; locale: Locale },
): Files {
  const parts = [delivery.locales[locale], ...(page ? [delivery.pageSets[pageSets[page]]] : [])];
  const union = (kind: keyof Files) => [...new Set(parts.flatMap((part) => part[kind]))];
  return { scripts: union('scripts'), styles: union('styles') };
}
