/**
 * Accounts, licences and receipts as the server would send them. Each test overrides only the fields that matter to it.
 */

import type { AccountView } from '#shared/accounts/accounts.ts';
import type { Profile } from '#shared/accounts/profile.ts';
import type { ReceiptPage, ReceiptView } from '#shared/billing/billing.ts';
import type { ChangeOptions } from '#shared/billing/changes.ts';
import { addToTotals } from '#shared/billing/receipt-amounts.ts';
import type { Offer, OfferList, Product } from '#shared/catalogue/catalogue.ts';
import { CalendarDate } from '#shared/dates.ts';
import { type SecurityEventView, securityEventKinds } from '#shared/identity/security-log.ts';
import type { SessionView } from '#shared/identity/sessions.ts';
import { type LicenceView, noOldKeys } from '#shared/licences/licences.ts';
import type { LicenceNotice } from '#shared/licences/notices.ts';

export const day = (text: string) => CalendarDate.parse(text);
export const usd = (minor: number) => ({ minor, currency: 'USD' });

export const nora: AccountView = {
  id: 7,
  name: 'Nora Lindqvist',
  email: 'nora@lindqvist.se',
  emailVerified: true,
  locale: 'en',
  country: 'SE',
  administratorRole: null,
};

export const emptyProfile: Profile = {
  companyName: null,
  numberOfEmployees: null,
  addressLine1: null,
  addressLine2: null,
  city: null,
  postalCode: null,
  state: null,
  country: null,
};

export const aProfile: Profile = {
  companyName: 'Lindqvist AB',
  numberOfEmployees: 12,
  addressLine1: 'Storgatan 1',
  addressLine2: null,
  city: 'Malmö',
  postalCode: '211 34',
  state: null,
  country: 'SE',
};

const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0';
const lastUsedAt = new Date('2026-11-23T09:00:00Z');

export const sessions: SessionView[] = [
  { id: 3, isThis: true, userAgent: firefox, ipAddress: '203.0.113.7', createdAt: lastUsedAt, lastUsedAt },
  {
    id: 2,
    isThis: false,
    userAgent: null,
    ipAddress: '2001:db8:85a3:1234:5678:8a2e:370:7334',
    createdAt: new Date('2026-10-30T18:20:00Z'),
    lastUsedAt,
  },
];

/** One security event of each kind. */
export const securityEvents: SecurityEventView[] = securityEventKinds.map((kind, index) => ({
  id: 100 - index,
  kind,
  detail: 'Phone',
  ipAddress: '203.0.113.7',
  userAgent: firefox,
  occurredAt: lastUsedAt,
}));

const unitPrices = { Monica: { Monthly: 900, Annual: 9_000 }, OfficeLife: { Monthly: 400, Annual: 4_000 } };

export function anOffer(
  product: Product,
  frequency: 'Monthly' | 'Annual',
  change: Partial<Offer> = {},
): Offer {
  const price = usd(unitPrices[product][frequency]);
  const id = (product === 'Monica' ? 10 : 20) + (frequency === 'Monthly' ? 1 : 2);
  const friendlyName = frequency === 'Monthly' ? 'Monthly plan' : 'Yearly plan';
  return {
    plan: {
      id,
      product,
      friendlyName,
      ...{ description: '', translations: {} },
      planName: `${product} ${frequency}`.toLowerCase(),
      paddlePlanId: 24_700 + id,
      price,
      frequency,
      pauseAllowed: false,
    },
    unitPrice: price,
    unitTax: null,
    ...change,
  };
}

export function anOfferList(product: Product, change: Partial<OfferList> = {}): OfferList {
  return {
    country: 'SE',
    priceSource: 'paddle',
    offers: [anOffer(product, 'Monthly'), anOffer(product, 'Annual')],
    ...change,
  };
}

/** What can be changed about the subscription of `aLicence`: everything but pausing. */
export function changeOptions(change: Partial<ChangeOptions> = {}): ChangeOptions {
  return {
    licenceId: 41,
    product: 'Monica',
    planId: 11,
    planName: 'Monthly plan',
    frequency: 'Monthly',
    quantity: 1,
    isPerSeat: false,
    paidThrough: day('2026-12-12'),
    pausesOn: null,
    forbids: {
      seats: 'plan_without_seats',
      plan: null,
      cancel: null,
      pause: 'pause_not_allowed',
      resume: 'not_paused',
    },
    canBePaused: false,
    plans: [
      {
        planId: 12,
        ...{ friendlyName: 'Yearly plan', description: 'Two months free', translations: {} },
        frequency: 'Annual',
        isPerSeat: false,
        price: usd(9_000),
        priceSource: 'paddle',
        startsNewPeriod: true,
        forbids: null,
      },
    ],
    open: null,
    ...change,
  };
}

/** A monthly Monica licence that is valid on 23 November 2026. */
export function aLicence(change: Partial<LicenceView> = {}): LicenceView {
  const paid = change.lastPaid === undefined ? usd(900) : change.lastPaid;
  return {
    id: 41,
    product: 'Monica',
    planName: 'Monthly plan',
    frequency: 'Monthly',
    quantity: 1,
    status: 'active',
    standing: 'good',
    ...{ worksThrough: day('2026-12-19'), validUntil: day('2026-12-12'), renewsOn: day('2026-12-12') },
    ...{ pausesOn: null, pausedReason: null },
    ...{ lastPaid: paid, price: paid, nextCharge: paid, firstCharge: null },
    periodStart: day('2026-11-12'),
    startedOn: day('2026-04-12'),
    cardPage: 'https://checkout.example.com/update?licence=41',
    cancelPage: 'https://checkout.example.com/cancel?licence=41',
    notices: [],
    keyHint: { start: 'eyJpdiI6IkpXbUE5', end: 'dGFnIjoiWm9vIiJ9' },
    ...{ lastPing: null, keyId: 71, keyDifferences: null, oldKeys: noOldKeys },
    ...change,
  };
}

/** Fields of a licence that won't renew. */
const unrenewed = {
  standing: 'ending',
  renewsOn: null,
  worksThrough: day('2026-12-12'),
  cardPage: null,
  cancelPage: null,
} as const;

/** A payment of US$9.00 that Paddle tries again on 25 November 2026. */
const failedPayment = {
  amount: usd(900),
  retryOn: day('2026-11-25'),
  cardPage: 'https://checkout.example.com/update?licence=41',
};

export const anOverdueNotice = (
  change: Partial<Extract<LicenceNotice, { kind: 'overdue' }>> = {},
): LicenceNotice => ({
  ...{ kind: 'overdue', dueOn: day('2026-11-20'), through: day('2026-11-27'), ...failedPayment },
  ...change,
});

/** A valid licence in every state that a customer can see. */
export const licenceStates = {
  active: aLicence(),
  yearly: aLicence({
    frequency: 'Annual',
    planName: 'Yearly plan',
    validUntil: day('2027-06-01'),
    renewsOn: day('2027-06-01'),
    worksThrough: day('2027-06-08'),
    periodStart: day('2026-06-01'),
    lastPaid: usd(9_000),
  }),
  trialing: aLicence({ status: 'trialing', lastPaid: null }),
  grace: aLicence({
    standing: 'grace',
    validUntil: day('2026-11-20'),
    renewsOn: day('2026-11-20'),
    worksThrough: day('2026-11-27'),
    periodStart: day('2026-10-20'),
    notices: [anOverdueNotice()],
  }),
  past_due: aLicence({
    status: 'past_due',
    notices: [anOverdueNotice({ dueOn: null, amount: null, retryOn: null, through: day('2026-12-19') })],
  }),
  pausing: aLicence({
    renewsOn: null,
    worksThrough: day('2026-12-12'),
    pausesOn: day('2026-12-12'),
    pausedReason: 'voluntary',
  }),
  paused: aLicence({ ...unrenewed, status: 'paused', pausedReason: 'voluntary' }),
  pausedUnpaid: aLicence({
    ...unrenewed,
    status: 'paused',
    pausedReason: 'delinquent',
    worksThrough: day('2026-11-26'),
    validUntil: day('2026-11-12'),
    notices: [
      {
        ...{ kind: 'paused_unpaid', through: day('2026-11-26'), hasEnded: false },
        ...{ amount: usd(900), retryOn: null, cardPage: null },
      },
    ],
  }),
  cancelled: aLicence({ ...unrenewed, status: 'cancelled' }),
  refunded: aLicence({ ...unrenewed, status: 'refunded' }),
  one_off: aLicence({
    ...unrenewed,
    status: 'one_off',
    standing: 'good',
    frequency: 'Annual',
    lastPaid: usd(9_000),
  }),
  granted: aLicence({
    status: 'granted',
    renewsOn: null,
    lastPaid: null,
    periodStart: null,
    startedOn: day('2026-11-01'),
    ...{ validUntil: day('2027-11-01'), worksThrough: day('2027-11-01') },
    frequency: 'Annual',
    ...{ cardPage: null, cancelPage: null },
  }),
} as const satisfies Record<string, LicenceView>;

export const anEndedLicence = (change: Partial<LicenceView> = {}): LicenceView =>
  aLicence({
    id: 12,
    status: 'cancelled',
    standing: 'ended',
    renewsOn: null,
    startedOn: day('2025-03-03'),
    ...{ validUntil: day('2026-03-03'), worksThrough: day('2026-03-03') },
    ...{ cardPage: null, cancelPage: null },
    ...change,
  });

const aLapsedNotice = (change: Partial<Extract<LicenceNotice, { kind: 'lapsed' }>>): LicenceNotice => ({
  ...{ kind: 'lapsed', dueOn: day('2026-11-12'), through: day('2026-11-19'), ...failedPayment },
  ...change,
});

const unpaidPage = 'https://checkout.example.com/update?licence=12';
const cancelPage = 'https://checkout.example.com/cancel?licence=12';

/** Licences that are no longer valid, by the reason why they ended. */
export const endedLicences = {
  cancelled: anEndedLicence(),
  unpaid: anEndedLicence({
    status: 'past_due',
    validUntil: day('2026-11-12'),
    worksThrough: day('2026-11-19'),
    cardPage: unpaidPage,
    notices: [aLapsedNotice({ cardPage: unpaidPage })],
  }),
  unpaidNoLink: anEndedLicence({
    status: 'active',
    validUntil: day('2026-11-12'),
    worksThrough: day('2026-11-19'),
    notices: [aLapsedNotice({ amount: null, retryOn: null, cardPage: null })],
  }),
  paused: anEndedLicence({
    status: 'paused',
    pausedReason: 'voluntary',
    validUntil: day('2026-11-12'),
    worksThrough: day('2026-11-20'),
  }),
  refunded: anEndedLicence({ status: 'refunded' }),
  revoked: anEndedLicence({
    status: 'revoked',
    worksThrough: day('2026-11-22'),
    cancelPage,
    notices: [{ kind: 'still_charged', why: 'revoked', chargedOn: day('2026-12-12'), cancelPage }],
  }),
} as const satisfies Record<string, LicenceView>;

export function aReceipt(change: Partial<ReceiptView> = {}): ReceiptView {
  return {
    id: 1,
    orderId: '4418-2207',
    product: 'Monica',
    planName: 'Monthly plan',
    planNames: {},
    frequency: 'Monthly',
    quantity: 1,
    amount: usd(900),
    tax: null,
    refund: null,
    part: null,
    company: null,
    receiptUrl: 'https://my.example.com/receipt/4418-2207',
    paidAt: new Date('2026-11-12T09:14:00Z'),
    ...change,
  };
}

export const manyReceipts: readonly ReceiptView[] = [
  aReceipt(),
  aReceipt({
    id: 2,
    orderId: '4391-0834',
    paidAt: new Date('2026-10-12T09:14:00Z'),
    tax: usd(180),
    refund: { kind: 'partial', amount: usd(400) },
  }),
  aReceipt({ id: 3, orderId: '4362-5519', paidAt: new Date('2026-09-12T09:14:00Z'), receiptUrl: null }),
  aReceipt({
    id: 4,
    orderId: '4201-3345',
    product: 'OfficeLife',
    planName: 'Yearly plan',
    frequency: 'Annual',
    quantity: 1_200,
    amount: usd(4_800_000),
    tax: usd(960_000),
    refund: { kind: 'vat', amount: usd(960_000) },
    paidAt: new Date('2026-03-03T09:14:00Z'),
  }),
  aReceipt({
    id: 5,
    orderId: '4178-2290',
    product: null,
    planName: null,
    frequency: null,
    amount: { minor: 12_000, currency: 'JPY' },
    paidAt: new Date('2026-02-03T09:14:00Z'),
  }),
  aReceipt({
    id: 6,
    orderId: '4380-1177',
    paidAt: new Date('2026-01-20T09:14:00Z'),
    refund: { kind: 'full', amount: usd(900) },
  }),
  aReceipt({
    id: 7,
    orderId: null,
    paidAt: new Date('2026-01-12T00:00:00Z'),
    receiptUrl: 'https://my.example.com/receipt/found',
  }),
  aReceipt({ id: 8, orderId: null, paidAt: new Date('2025-12-12T00:00:00Z'), receiptUrl: null }),
];

export function aReceiptPage(
  receipts: readonly ReceiptView[],
  change: Partial<ReceiptPage> = {},
): ReceiptPage {
  const totals: ReceiptPage['totals'] = [];
  for (const receipt of receipts) addToTotals(totals, receipt);
  const years = [...new Set(totals.map(({ year }) => year))];
  return {
    ...{ receipts: [...receipts], first: 1, total: receipts.length, newer: null, older: null },
    ...{ totals, years },
    ...change,
  };
}
