/** Previews and outcomes of changes as the server would send them. */
import type { ChangePreview, ChangeProgress } from '#shared/billing/changes.ts';
import type { KeepPreview } from '#shared/billing/keep.ts';
import { day, usd } from './fixtures.ts';

export const changeId = '0123456789abcdef'.repeat(2);
export const preview = (change: Partial<ChangePreview> = {}): ChangePreview => {
  const terms = {
    planId: 21,
    planName: 'Yearly plan',
    planNames: {},
    frequency: 'Annual' as const,
    quantity: 5,
    next: { amount: usd(20_000), on: day('2027-03-01') },
    price: usd(20_000),
  };
  return {
    kind: 'seats',
    before: terms,
    after: {
      ...terms,
      quantity: 8,
      next: { amount: usd(32_000), on: day('2027-03-01') },
      price: usd(32_000),
    },
    today: usd(3_000),
    firstCharge: null,
    paidThrough: day('2027-03-01'),
    source: 'paddle',
    isCarriedOver: false,
    isCredited: false,
    usesEarlierCredit: false,
    lapses: null,
    endsCoupon: false,
    startsNewPeriod: false,
    worksThrough: null,
    needsReauthentication: true,
    needsTypedQuantity: false,
    ...change,
  };
};

export const progress = (change: Partial<ChangeProgress> = {}): ChangeProgress => ({
  changeId,
  licenceId: 41,
  kind: 'seats',
  quantity: 8,
  planId: null,
  state: 'confirmed',
  refusal: null,
  isVisible: true,
  askedAt: new Date('2026-11-23T10:00:00Z'),
  settledAt: new Date('2026-11-23T10:00:01Z'),
  ...change,
});

/** What keeping a cancelled licence costs: nothing today. */
export const keepPreview: KeepPreview = {
  licenceId: 41,
  product: 'Monica',
  planId: 11,
  planName: 'Monthly plan',
  frequency: 'Monthly',
  quantity: 1,
  payment: 'later',
  today: usd(0),
  next: { amount: usd(900), on: day('2026-12-12') },
  priceSource: 'paddle',
  paidThrough: day('2026-12-12'),
  daysPaidTwice: 0,
  canChoosePlan: false,
  replacesPlan: false,
  country: 'US',
  linkExpiresOn: day('2026-11-23'),
};
