/** Types of the messages: the English ones by page set, and the same keys for translations. */
import type { messages as account } from './en/page-sets/account.ts';
import type { messages as administration } from './en/page-sets/administration.ts';
import type { messages as auth } from './en/page-sets/auth.ts';
import type { messages as common } from './en/page-sets/common.ts';
import type { messages as customer } from './en/page-sets/customer.ts';
import type { messages as legal } from './en/page-sets/legal.ts';
import type { messages as publicPages } from './en/page-sets/public.ts';

/** `common` holds the messages that every page or several sets use. */
interface English {
  common: typeof common;
  public: typeof publicPages;
  legal: typeof legal;
  auth: typeof auth;
  customer: typeof customer;
  account: typeof account;
  administration: typeof administration;
}

export type MessageSet = keyof English;

type EverySet = English['common'] &
  English['public'] &
  English['legal'] &
  English['auth'] &
  English['customer'] &
  English['account'] &
  English['administration'];

/** All messages except the legal texts, which aren't looked up by key. */
export type EnglishMessages = Omit<EverySet, 'legal'>;

export type Translation<T = EverySet> = {
  readonly [K in keyof T]: T[K] extends string ? string : Translation<T[K]>;
};

export type MessagesOf<S extends MessageSet> = Translation<English[S]>;

/** Functions that fetch the message sets of a language. */
export type MessageParts = { readonly [S in MessageSet]: () => Promise<{ messages: MessagesOf<S> }> };
