/** An administrator, and what the server answers to them. */
import type { AccountView } from '#shared/accounts/accounts.ts';
import type { AdministratorView } from '#shared/administration/administrators.ts';
import type { AuditEntry } from '#shared/administration/audit.ts';
import type { ListedCustomer } from '#shared/administration/customers.ts';
import type { ClientDetails, ListedClient, OverdueCheck } from '#shared/administration/instances.ts';
import type { ListedMail } from '#shared/administration/mails.ts';
import { Product } from '#shared/catalogue/catalogue.ts';
import type {
  AdministratorsLicence,
  CustomerDetails,
  CustomerSubscription,
} from '#shared/customer-details.ts';
import { CalendarDate } from '#shared/dates.ts';
import type { PingOutcome } from '#shared/instances/ping-outcomes.ts';
import { anOverview } from './an-overview.ts';
import { type Answers, type FakeServer, fakeServer } from './fake-server.ts';
import { aLicence, anOfferList, aReceipt, aReceiptPage, day, emptyProfile, nora, usd } from './fixtures.ts';
import { aFlag, anEvent, anInboxSummary } from './inbox.ts';

export const maya: AccountView = {
  ...{ ...nora, id: 3, name: 'Maya Okafor', email: 'maya@portal.example' },
  administratorRole: 'administrator',
};

export const anAdministrator = (given: Partial<AdministratorView> = {}): AdministratorView => ({
  ...{ id: 3, name: 'Maya Okafor', email: 'maya@portal.example', role: 'administrator' },
  ...{ hasTwoStep: true, isBlocked: false, isSelf: true },
  ...given,
});

export const aColleague = anAdministrator({
  ...{ id: 12, name: 'Sam Ortiz', email: 'sam@portal.example', role: 'support', isSelf: false },
});

export const anEntry = (given: Partial<AuditEntry> = {}): AuditEntry => ({
  ...{ id: 81, at: new Date('2026-11-30T14:05:00Z'), actor: { id: 3, name: 'Maya Okafor' } },
  ...{ actorRole: 'administrator', act: 'customer.block', outcome: 'done', errorCode: null },
  ...{ subject: { kind: 'account', id: '7' }, customer: { id: 7, name: 'Nora Lindqvist' } },
  ...{ reason: 'The account was taken over', before: { blocked: false } },
  ...{ after: { blocked: true, sessionsEnded: 2 }, intentId: null, requestId: 'req-81', isRedacted: false },
  ...given,
});

export const aCustomer = (given: Partial<ListedCustomer> = {}): ListedCustomer => ({
  ...{ id: 7, name: nora.name, email: nora.email, isEmailVerified: true, companyName: 'Lindqvist AB' },
  ...{ country: 'SE', since: new Date('2026-03-02T08:00:00Z'), isBlocked: false, role: null },
  licences: [
    {
      ...{ id: 21, product: 'Monica', planId: 1, planName: 'Monica yearly', frequency: 'Annual' },
      status: 'active',
    },
  ],
  licenceCount: 1,
  ...given,
});

export const aMail = (given: Partial<ListedMail> = {}): ListedMail => ({
  ...{ id: 4, template: 'payment-failed', state: 'sent', attempts: 1, lastError: null },
  ...{ createdAt: new Date('2026-11-20T08:00:00Z'), nextAttemptAt: null },
  settledAt: new Date('2026-11-20T08:00:05Z'),
  customer: { id: 7, name: nora.name },
  ...given,
});

export function anAdministratorsLicence(change: Partial<AdministratorsLicence> = {}): AdministratorsLicence {
  const { cardPage: _, cancelPage: __, keyHint: ___, ...licence } = aLicence();
  return { ...licence, keyEnd: 'aX0=', earlierKeys: [], revocation: null, ...change };
}

/** The subscription that pays for the licence of `anAdministratorsLicence`. */
export const aSubscription = (change: Partial<CustomerSubscription> = {}): CustomerSubscription => ({
  ...{ stream: 'subscription:1', licenceId: 41, subscriptionId: '5192284', paddleUserId: 20_937_715 },
  ...{ status: 'active', plan: { id: 11, planName: 'Monthly plan', frequency: 'Monthly' }, quantity: 1 },
  ...{ contactEmail: nora.email, startedOn: day('2026-04-12'), trialEndsOn: null },
  ...{ nextBillOn: day('2026-12-12'), pausedFrom: null, pausedReason: null, endsOn: null },
  ...{ failedAttempts: 0, nextRetryOn: null, price: usd(900), nextCharge: usd(900), firstCharge: null },
  ...change,
});

/** What the server says about one customer. */
export function aCustomersDetails(given: Partial<CustomerDetails['account']> = {}): CustomerDetails {
  return {
    account: {
      ...{ id: 7, name: nora.name, email: nora.email, isEmailVerified: true },
      ...{ locale: 'en', since: new Date('2026-03-02T08:00:00Z'), role: null, blockedAt: null },
      ...{ emailHeldUntil: null, emailRefusedSince: null, isSelf: false },
      ...given,
    },
    profile: { ...emptyProfile, companyName: 'Lindqvist AB', country: 'SE' },
    signInMethods: {
      ...{ hasPassword: true, hasAuthenticator: true, hasTwoStep: true },
      ...{ passkeys: 1, passkeysAlone: 1, providers: [] },
    },
    ...{ passkeys: [], subscriptions: [], claims: [] },
    sessions: [
      {
        ...{ id: 5, userAgent: null, ipAddress: '203.0.113.7' },
        ...{ createdAt: new Date('2026-11-20T08:00:00Z'), lastUsedAt: new Date('2026-11-29T08:00:00Z') },
      },
    ],
    licences: [anAdministratorsLicence()],
    totals: [
      {
        ...{ year: 2026, count: 1, tax: null },
        ...{ amount: { minor: 9000, currency: 'USD' }, refunded: { minor: 0, currency: 'USD' } },
      },
    ],
  };
}

export const aClient = (given: Partial<ListedClient> = {}): ListedClient => ({
  ...{ id: '6a3f6c5e-5c57-4f0a-9a0e-3f1d7c1a2b3c', name: 'monica.example', product: 'Monica' },
  ...{ disabledAt: null, lastSeenAt: new Date('2026-11-30T09:12:00Z'), overlapUntil: null },
  recent: { pings: 812, failedSignIns: 0, revokedTokens: 0 },
  overdueChecks: 0,
  ...given,
});

export function aClientsDetails(given: Partial<ClientDetails> = {}): ClientDetails {
  const { recent: _, overlapUntil: __, ...client } = aClient();
  const day = (text: string, outcome: PingOutcome, total: number) => ({
    ...{ day: CalendarDate.parse(text), outcome, total },
  });
  return {
    ...client,
    createdAt: new Date('2026-01-12T08:00:00Z'),
    secrets: [{ number: 1, madeAt: new Date('2026-01-12T08:00:00Z'), endsAt: null }],
    ...{ tokens: 1, legacyTokens: null, failedSignInAt: null, revokedTokenAt: null },
    days: [
      day('2026-11-28', 'good', 118),
      day('2026-11-29', 'good', 121),
      day('2026-11-29', 'ended', 6),
      day('2026-11-30', 'good', 64),
      day('2026-11-30', 'forged', 2),
    ],
    today: CalendarDate.parse('2026-11-30'),
    ...given,
  };
}

export const anOverdueCheck = (given: Partial<OverdueCheck> = {}): OverdueCheck => ({
  ...{ licenceId: 21, customer: { id: 7, name: 'Nora Lindqvist' }, product: 'Monica' },
  ...{ planName: 'Monica yearly', checkedAt: new Date('2026-10-20T08:00:00Z'), endReason: null },
  dueOn: CalendarDate.parse('2026-11-20'),
  client: { id: aClient().id, name: 'monica.example' },
  ...given,
});

export const administrationAnswers = (answers: Partial<Answers> = {}): Partial<Answers> => ({
  'accounts.me': () => maya,
  'identity.signInMethods': () => ({
    ...{ hasPassword: true, hasAuthenticator: true, hasTwoStep: true },
    ...{ passkeys: 0, passkeysAlone: 0, providers: [] },
  }),
  'administration.administrators.list': () => [anAdministrator(), aColleague],
  'administration.audit.list': () => ({ entries: [anEntry()], newer: null, older: null }),
  'administration.customers.list': () => ({ customers: [aCustomer()], newer: null, older: null }),
  'administration.customers.find': () => aCustomersDetails(),
  'administration.customers.receipts': () => ({ ...aReceiptPage([aReceipt()]), refunds: [] }),
  'administration.customers.mails': () => ({
    mails: [
      {
        ...{ id: 4, template: 'payment-failed', state: 'sent', attempts: 1, lastError: null },
        ...{ createdAt: new Date('2026-11-20T08:00:00Z'), settledAt: new Date('2026-11-20T08:00:05Z') },
      },
    ],
    next: null,
  }),
  'administration.instances.list': () => ({
    ...{ clients: [aClient()], newer: null, older: null, overdueOfUnknown: 0 },
  }),
  'administration.instances.find': () => aClientsDetails(),
  'administration.instances.overdueChecks': () => ({ checks: [anOverdueCheck()], next: null }),
  'administration.mails.list': () => ({ mails: [aMail()], newer: null, older: null }),
  'administration.mails.refusing': () => ({ addresses: [], newer: null, older: null }),
  'administration.mails.preview': ({ template }) => ({
    ...{ sender: 'Customer portal', subject: `Subject of ${template}`, text: 'Hello,' },
    shows: 'sample',
  }),
  'administration.inbox.summary': () => anInboxSummary(),
  'administration.inbox.list': () => ({ events: [anEvent()], newer: null, older: null }),
  'administration.inbox.flags': () => ({ flags: [aFlag()], newer: null, older: null }),
  'administration.notes.list': () => [],
  'administration.plans.list': () =>
    Product.options
      .flatMap((product) => anOfferList(product).offers)
      .map(({ plan }) => ({ ...plan, retiredAt: null, version: 1, running: 0, isUsed: true })),
  'administration.settling.flags': () => [],
  'administration.overview.read': () => anOverview(),
  ...answers,
});

/** A fake server for a signed-in administrator with two-step verification. */
export const administration = (answers: Partial<Answers> = {}): FakeServer =>
  fakeServer(administrationAnswers(answers));
