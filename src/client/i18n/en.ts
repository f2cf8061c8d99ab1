/** The English messages, as one chunk per page set. */
import { part } from '#client/lazy-parts.ts';
import type { MessageParts } from './translation.ts';

export const english: MessageParts = {
  common: part(() => import('./en/page-sets/common.ts')),
  public: part(() => import('./en/page-sets/public.ts')),
  legal: part(() => import('./en/page-sets/legal.ts')),
  auth: part(() => import('./en/page-sets/auth.ts')),
  customer: part(() => import('./en/page-sets/customer.ts')),
  account: part(() => import('./en/page-sets/account.ts')),
  administration: part(() => import('./en/page-sets/administration.ts')),
};
