/** The sentences of each set of pages, and what a translation has to bring: the same keys, each with a sentence. */
import type { messages as account } from './en/page-sets/account.ts';
import type { messages as auth } from './en/page-sets/auth.ts';
import type { messages as common } from './en/page-sets/common.ts';
import type { messages as customer } from './en/page-sets/customer.ts';
import type { messages as legal } from './en/page-sets/legal.ts';
import type { messages as publicPages } from './en/page-sets/public.ts';

/** `common` is what every page, or pages of several sets, say. */
interface English {
  common: typeof common;
  public: typeof publicPages;
  legal: typeof legal;
  auth: typeof auth;
  customer: typeof customer;
  account: typeof account;
}

export type MessageSet = keyof English;

type EverySet = English['common'] &
  English['public'] &
  English['legal'] &
  English['auth'] &
  English['customer'] &
  English['account'];

/** All sentences but the legal texts, which are no messages with arguments. */
export type EnglishMessages = Omit<EverySet, 'legal'>;

export type Translation<T = EverySet> = {
  readonly [K in keyof T]: T[K] extends string ? string : Translation<T[K]>;
};

export type MessagesOf<S extends MessageSet> = Translation<English[S]>;

/** How the sentences of a language are fetched. */
export type MessageParts = { readonly [S in MessageSet]: () => Promise<{ messages: MessagesOf<S> }> };
