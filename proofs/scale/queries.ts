/**
 * The queries of administration that are measured on large tables. Each procedure of administration that only reads,
 * mutations included, has an entry here or is in the list of those that aren't measured, or the run fails: add what a
 * new procedure is asked most and what is hardest for it.
 */

import type { inferRouterInputs } from '@trpc/server';
import type { AppRouter } from '#server/router.ts';

type Inputs = inferRouterInputs<AppRouter>['administration'];

export interface ScaleQuery {
  name: string;
  /** Path of the procedure below `administration`. */
  procedure: string;
  /** Returns the input for a customer of the seeded ones, so that repeated calls don't read the same rows. */
  input: (customer: number) => unknown;
  /** The most milliseconds that the median call may take. */
  withinMs: number;
}

const within = { withinMs: 50 };

const cursorOf = (customer: number): string =>
  `${Date.parse('2022-02-25T00:00:00Z') + customer * 150_000}-${customer}`;

const list = (name: string, input: (customer: number) => Inputs['customers']['list']): ScaleQuery => ({
  ...within,
  name: `list: ${name}`,
  procedure: 'customers.list',
  input,
});

const search = (name: string, text: (customer: number) => string): ScaleQuery => ({
  ...within,
  name: `search: ${name}`,
  procedure: 'customers.search',
  input: (customer) => ({ text: text(customer) }) satisfies Inputs['customers']['search'],
});

const one = (procedure: string, more: (customer: number) => object = () => ({})): ScaleQuery => ({
  ...within,
  name: procedure,
  procedure,
  input: (customerId) => ({ customerId, ...more(customerId) }),
});

const customerQueries: readonly ScaleQuery[] = [
  list('all', () => ({})),
  list('all, in the middle', (customer) => ({ after: cursorOf(customer) })),
  list('all, backwards', (customer) => ({ before: cursorOf(customer) })),
  list('product', () => ({ product: 'Monica' })),
  list('plan', (customer) => ({ plan: 1, after: cursorOf(customer) })),
  list('state', (customer) => ({ state: 'past_due', after: cursorOf(customer) })),
  list('country', (customer) => ({ country: 'FR', after: cursorOf(customer) })),
  list('country, product and state', () => ({ country: 'JP', product: 'OfficeLife', state: 'trialing' })),
  list('country and plan', () => ({ country: 'JP', plan: 4 })),
  list('a state that nobody has', () => ({ state: 'revoked' })),
  list('a country that nobody has', () => ({ country: 'NZ', product: 'Monica' })),
  list('since', () => ({ since: '2022-02-26' as never, state: 'active' })),
  search('one letter', () => 'f'),
  search('a first name', () => 'grace'),
  search('a first and a last name', (customer) => `family${Math.floor(customer / 200)} gra`),
  search('two frequent words', () => 'grace fam'),
  search('a word that nobody has', () => 'grace nobodyhasthis'),
  search('an address', (customer) => `grace.family${customer}@`),
  search('a company', (customer) => `studio company${Math.floor(customer / 10)}`),
  search('an order', (customer) => `${customer}-3`),
  search('a subscription', (customer) => String(9_000_000 + customer)),
  search('a buyer at Paddle', (customer) => String(5_000_000 + customer)),
  search('an account', (customer) => String(customer)),
  search('a licence key', () => Buffer.alloc(150, 'no such key').toString('base64')),
  one('customers.find'),
  one('customers.receipts'),
  one('customers.history', (licenceId) => ({ licenceId })),
  one('customers.mails'),
  one('customers.securityLog'),
  one('notes.list'),
];

const mails = (name: string, input: (customer: number) => Inputs['mails']['list']): ScaleQuery => ({
  ...within,
  name: `e-mails: ${name}`,
  procedure: 'mails.list',
  input,
});

const mailQueries: readonly ScaleQuery[] = [
  mails('all', () => ({})),
  mails('all, in the middle', (customer) => ({ after: cursorOf(customer) })),
  mails('kind', (customer) => ({ template: 'licence-renewed', after: cursorOf(customer) })),
  mails('kind and state', () => ({ template: 'licence-renewed', state: 'failed' })),
  mails('state', (customer) => ({ state: 'suppressed', before: cursorOf(customer) })),
  mails('a state and kind that none has', () => ({ template: 'unknown-account', state: 'failed' })),
  mails('customer', (customerId) => ({ customerId, state: 'sent' })),
  {
    ...within,
    name: 'e-mails: by an address without an account',
    procedure: 'mails.findByAddress',
    input: (customer) => ({ address: `buyer${customer}@nobody.example` }),
  },
  { ...within, name: 'refusing addresses', procedure: 'mails.refusing', input: () => ({}) },
  {
    ...within,
    name: 'refusing addresses, in the middle',
    procedure: 'mails.refusing',
    input: (customer) => ({ after: cursorOf(customer) }),
  },
  {
    ...within,
    name: 'preview of an e-mail',
    procedure: 'mails.preview',
    input: (customerId) => ({ template: 'licence-renewed', locale: 'fr', customerId }),
  },
];

/** It adds up the figures of a year. */
const overview = { withinMs: 200 };
const inbox = (name: string, input: (customer: number) => Inputs['inbox']['list']): ScaleQuery => ({
  ...within,
  name: `inbox: ${name}`,
  procedure: 'inbox.list',
  input,
});

const flags = (name: string, input: (customer: number) => Inputs['inbox']['flags']): ScaleQuery => ({
  ...within,
  name: `flags: ${name}`,
  procedure: 'inbox.flags',
  input,
});

/** The place of an event or a flag of the customer, as seeded. */
const placeOf = (customer: number): string =>
  `${Date.parse('2026-01-01T00:00:00Z') + customer * 1_000}-${customer}`;

const inboxQueries: readonly ScaleQuery[] = [
  inbox('all', () => ({})),
  inbox('all, in the middle', (customer) => ({ after: placeOf(customer) })),
  inbox('all, backwards', (customer) => ({ before: placeOf(customer) })),
  inbox('a kind', (customer) => ({ type: 'subscription_updated', after: placeOf(customer) })),
  inbox('a kind that nobody has', () => ({ type: 'no_such_alert' })),
  inbox('a state', (customer) => ({ state: 'ignored', before: placeOf(customer) })),
  inbox('failed', () => ({ state: 'failed' })),
  inbox('a state that nothing has', () => ({ state: 'stored' })),
  inbox('a kind and a state', () => ({ type: 'subscription_updated', state: 'failed' })),
  inbox('a customer', (customerId) => ({ customerId })),
  inbox('a customer and a state', (customerId) => ({ customerId, state: 'failed' })),
  inbox('a subscription', (customer) => ({ subscription: String(9_000_000 + customer) })),
  inbox('findings', (customer) => ({ findings: true, after: placeOf(customer) })),
  { ...within, name: 'inbox: one event', procedure: 'inbox.find', input: (id) => ({ id }) },
  { ...within, name: 'inbox: summary', procedure: 'inbox.summary', input: () => undefined },
  {
    ...within,
    name: 'inbox: failed events of a kind',
    procedure: 'inbox.replayable',
    input: () => ({ type: 'subscription_updated' }) satisfies Inputs['inbox']['replayable'],
  },
  flags('all', () => ({})),
  flags('in the middle', (customer) => ({ after: placeOf(customer) })),
  flags('a kind, backwards', (customer) => ({ kind: 'dispute', before: placeOf(customer) })),
  flags('a kind that nobody has', () => ({ kind: 'keep_refused' })),
];

const portalQueries: readonly ScaleQuery[] = [
  { ...overview, name: 'overview', procedure: 'overview.read', input: () => undefined },
  {
    ...overview,
    name: 'overview as a file',
    procedure: 'overview.file',
    input: () => ({ file: 'revenue' }) satisfies Inputs['overview']['file'],
  },
  { ...within, name: 'audit log', procedure: 'audit.list', input: () => ({}) },
  {
    ...within,
    name: 'audit log of a customer',
    procedure: 'audit.list',
    input: (customerId) => ({ customerId }),
  },
  {
    ...within,
    name: 'an account, to make it an administrator',
    procedure: 'administrators.find',
    input: (customer) => ({ account: String(customer) }),
  },
  { ...within, name: 'plans', procedure: 'plans.list', input: () => undefined },
  { ...within, name: 'instances', procedure: 'instances.list', input: () => ({}) },
  {
    ...within,
    name: 'instances, backwards',
    procedure: 'instances.list',
    input: (customer) => ({ before: `client-${customer % 2_000}`, state: 'enabled' }),
  },
  {
    ...within,
    name: 'an instance',
    procedure: 'instances.find',
    input: (customer) => ({ clientId: `client-${customer % 20}` }),
  },
  { ...within, name: 'overdue checks', procedure: 'instances.overdueChecks', input: () => ({}) },
  {
    ...within,
    name: 'overdue checks of a client, in the middle',
    procedure: 'instances.overdueChecks',
    input: (customer) => ({ clientId: `client-${customer % 20}`, after: `2026-10-15-${customer}` }),
  },
  {
    ...within,
    name: 'overdue checks of unknown clients',
    procedure: 'instances.overdueChecks',
    input: () => ({ clientId: null }),
  },
  { ...within, name: 'administrators', procedure: 'administrators.list', input: () => undefined },
];

export const scaleQueries: readonly ScaleQuery[] = [
  ...customerQueries,
  ...inboxQueries,
  ...mailQueries,
  ...portalQueries,
];

/** Procedures that aren't measured. */
export const unmeasured: readonly string[] = [
  // Their time is Paddle's.
  ...['plans.compare', 'subscriptions.options', 'subscriptions.preview'],
  // They read what belongs to one purchase. Not measured yet.
  ...['licences.previewReissue', 'receipts.previewRefund', 'settling.flags', 'settling.previewClaim'],
  'subscriptions.status',
  // It ends the view of the session, one row.
  'viewAs.stop',
];
