/** The French messages, as one chunk per page set. */
import { part } from '#client/lazy-parts.ts';
import type { MessageParts } from './translation.ts';

export const french: MessageParts = {
  common: part(() => import('./fr/page-sets/common.ts')),
  public: part(() => import('./fr/page-sets/public.ts')),
  legal: part(() => import('./fr/page-sets/legal.ts')),
  auth: part(() => import('./fr/page-sets/auth.ts')),
  customer: part(() => import('./fr/page-sets/customer.ts')),
  account: part(() => import('./fr/page-sets/account.ts')),
  administration: part(() => import('./fr/page-sets/administration.ts')),
};
