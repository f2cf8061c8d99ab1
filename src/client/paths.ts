/** What an address may carry behind its question mark, page by page. Nonsense is dropped, not shown. */
import { z } from 'zod';
import { Product } from '#shared/catalogue.ts';
import { pages } from '#shared/pages.ts';

const signInPages: readonly string[] = [pages.login, pages.register];
const anySite = 'http://site.invalid';

/**
 * Where to go after signing in, when it is a page of this site: a path with its search and hash. Undefined for
 * everything else, so that a link with `?next=` can never lead away.
 */
export function safeNext(value: unknown): string | undefined {
  if (typeof value !== 'string' || !value.startsWith('/') || value.includes('\\')) return undefined;
  if (!URL.canParse(value, anySite)) return undefined;
  const url = new URL(value, anySite);
  const isElsewhere = url.origin !== anySite || url.pathname.startsWith('//');
  return isElsewhere || signInPages.includes(url.pathname) ? undefined : url.pathname + url.search + url.hash;
}

const text = z.coerce.string().max(300).optional().catch(undefined);
const next = z.unknown().transform(safeNext).optional();

export const SignInSearch = z.object({ next });
export const EmailSearch = z.object({ email: text });
/** The token that confirms an address holds the address. */
const token = z.coerce.string().max(1_000).optional().catch(undefined);
export const LinkSearch = z.object({ token, error: text });

/**
 * `checkout`: back from Paddle. `after`: the newest licence there was before that payment; 0 for none. `buy`: the
 * wish for another licence beside a running one.
 */
export const ProductSearch = z.object({
  checkout: text,
  after: z.int().min(0).optional().catch(undefined),
  buy: z.literal('another').optional().catch(undefined),
});

export const ReceiptsSearch = z.object({
  page: z.int().min(1).max(100_000).optional().catch(undefined),
  product: Product.optional().catch(undefined),
});
