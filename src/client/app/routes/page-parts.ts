/** The code of page sets that several modules refer to. Each set is fetched once, when it is first needed. */
import { part } from '#client/lazy-parts.ts';

export const customerPages = part(() => import('#client/app/page-sets/customer-pages.ts'));
export const administrationPages = part(() => import('#client/app/page-sets/administration-pages.ts'));
