/** Tests who may continue an ended subscription, and which purchases get the licence. */
import { describe, expect, it } from 'vitest';
import {
  type EndedLicence,
  forbidsKeep,
  freeDaysLeft,
  type KeepIntent,
  type KeptLicence,
  type KeptPurchase,
  refusesPurchase,
} from '#server/features/billing/keep/keep-rules.ts';
import { undecidedKeep } from '#server/features/billing/keep/undecided-keep.ts';
import { classicRef } from '#server/platform/paddle/reference.ts';
import { created, day, own, paid, ref, updated } from '#tests/rules/billing/fold/subscription-facts.ts';

const ended: EndedLicence = {
  status: 'cancelled',
  subscriptionStatus: 'deleted',
  paidThrough: day('2026-12-31'),
  hasBeenPaid: true,
  hasOpenDispute: false,
};

describe('Continuing an ended subscription', () => {
  it.each<[string, Partial<EndedLicence>, ReturnType<typeof forbidsKeep>]>([
    ['a cancelled one', {}, null],
    ['one that ended long ago', { paidThrough: day('2024-01-01') }, null],
    ['a refunded one', { status: 'refunded', paidThrough: null }, null],
    ['a one-off purchase', { status: 'one_off', subscriptionStatus: null }, 'no_subscription'],
    ['a complimentary licence', { status: 'granted', subscriptionStatus: null }, 'no_subscription'],
    ['a running one', { status: 'active', subscriptionStatus: 'active' }, 'keep_not_ended'],
    ['a paused one', { status: 'paused', subscriptionStatus: 'paused' }, 'keep_not_ended'],
    ['an overdue one', { status: 'past_due', subscriptionStatus: 'past_due' }, 'keep_not_ended'],
    ['a revoked one', { status: 'revoked' }, 'licence_revoked'],
    ['a disputed one', { hasOpenDispute: true }, 'dispute_open'],
    ['a cancelled trial', { paidThrough: null, hasBeenPaid: false }, 'keep_after_trial'],
  ])('%s', (_, changes, expected) => {
    expect(forbidsKeep({ ...ended, ...changes })).toBe(expected);
  });
});

describe('The days until the first payment', () => {
  it.each<[string, string, Partial<EndedLicence>, number]>([
    ['are those to the last paid day', '2026-06-10', {}, 204],
    ['are one less a day later', '2026-06-11', {}, 203],
    ['are one on the day before', '2026-12-30', {}, 1],
    ['are none on the last paid day', '2026-12-31', {}, 0],
    ['are none after it', '2027-02-09', {}, 0],
    ['are none after a refund', '2026-06-10', { status: 'refunded' }, 0],
    ['are none if nothing was paid', '2026-06-10', { paidThrough: null }, 0],
    ['follow a leap day', '2028-02-28', { paidThrough: day('2028-03-01') }, 2],
  ])('%s', (_, today, changes, expected) => {
    expect(freeDaysLeft({ ...ended, ...changes }, day(today))).toBe(expected);
  });
});

const intent: KeepIntent = {
  userId: 7,
  paddlePlanId: 100,
  quantity: 3,
  payment: 'later',
  ended: ref,
  paidThrough: day('2026-12-31'),
  linkExpiresOn: day('2026-06-10'),
  state: 'open',
};
const purchase: KeptPurchase = {
  boughtOn: day('2026-06-10'),
  customerId: 7,
  paddlePlanId: 100,
  quantity: 3,
  status: 'trialing',
  nextBillOn: day('2026-12-31'),
  hasLicence: false,
};
const licence: KeptLicence = {
  ownerId: 7,
  current: { ref, status: 'deleted' },
  isRevoked: false,
  hasOpenDispute: false,
};
type Verdict = ReturnType<typeof refusesPurchase>;

describe('The licence', () => {
  it('moves to the purchase that was asked for', () => {
    expect(refusesPurchase(intent, purchase, licence)).toBeNull();
    expect(refusesPurchase(intent, { ...purchase, nextBillOn: day('2026-12-30') }, licence)).toBeNull();
  });

  it.each<[Verdict, Partial<KeepIntent>]>([
    ['intent_used', { state: 'used' }],
    ['intent_closed', { state: 'closed' }],
    ['other_owner', { userId: 8 }],
    ['subscription_changed', { ended: classicRef('subscription', 9) }],
    ['subscription_changed', { ended: { ...ref, paddleProduct: 'billing' } }],
    ['other_plan', { paddlePlanId: 101 }],
    ['other_quantity', { quantity: 2 }],
    ['too_many_days', { paidThrough: day('2026-12-30') }],
    ['too_many_days', { paidThrough: null }],
    ['link_expired', { linkExpiresOn: day('2026-06-09') }],
  ])('stays (%s) if the intent is %j', (why, changes) => {
    expect(refusesPurchase({ ...intent, ...changes }, purchase, licence)).toBe(why);
  });

  it.each<[Verdict, Partial<KeptPurchase>]>([
    ['link_expired', { boughtOn: day('2026-06-11'), nextBillOn: day('2027-01-01') }],
    ['link_expired', { boughtOn: day('2026-06-11') }],
    ['too_many_days', { nextBillOn: day('2027-01-01') }],
    ['too_many_days', { nextBillOn: null }],
    ['other_owner', { customerId: 8 }],
    ['other_owner', { customerId: null }],
    ['other_plan', { paddlePlanId: 101 }],
    ['other_quantity', { quantity: 100 }],
    ['unexpected_status', { status: 'active' }],
    ['unexpected_status', { status: 'past_due' }],
    ['has_licence', { hasLicence: true }],
  ])('stays (%s) if the purchase is %j', (why, changes) => {
    expect(refusesPurchase(intent, { ...purchase, ...changes }, licence)).toBe(why);
  });

  it.each<[Verdict, Partial<KeptLicence>]>([
    ['other_owner', { ownerId: 8 }],
    ['other_owner', { ownerId: null }],
    ['subscription_changed', { current: null }],
    ['subscription_changed', { current: { ref: classicRef('subscription', 9), status: 'deleted' } }],
    ['not_ended', { current: { ref, status: 'active' } }],
    ['licence_revoked', { isRevoked: true }],
    ['dispute_open', { hasOpenDispute: true }],
  ])('stays (%s) if it is %j', (why, changes) => {
    expect(refusesPurchase(intent, purchase, { ...licence, ...changes })).toBe(why);
  });

  it('stays if the portal never stored the intent', () => {
    expect(refusesPurchase(null, purchase, licence)).toBe('unknown_intent');
  });

  it('moves to a purchase charged at once only if that was agreed', () => {
    const charged: KeepIntent = { ...intent, payment: 'today', paidThrough: null };
    const active: KeptPurchase = { ...purchase, status: 'active', nextBillOn: day('2027-06-10') };
    expect(refusesPurchase(charged, active, licence)).toBeNull();
    expect(refusesPurchase(charged, purchase, licence)).toBe('unexpected_status');
    expect(refusesPurchase(intent, active, licence)).toBe('unexpected_status');
  });
});

const keepIntent = 'c'.repeat(32);
const buyer = { billableId: 7, paddleUserId: 3, email: 'nora@example.test', keepIntent };
const creation = created('2026-06-10T08:00:00Z', {
  buyer,
  status: 'trialing',
  nextBillOn: day('2026-12-31'),
});

describe('A purchase that is to be decided about', () => {
  it('is one whose creation is known', () => {
    const others = [
      paid('2026-06-10T08:00:00Z', '1-1', { buyer }),
      updated('2026-06-10T08:00:01Z', { buyer }),
    ];
    expect(undecidedKeep(others)).toBeNull();
    for (const facts of [[creation], [...others, creation]]) {
      expect(undecidedKeep(facts)).toMatchObject({
        ...{ ref, intent: keepIntent, customerId: 7, boughtOn: '2026-06-10', status: 'trialing' },
        ...{ at: creation.occurredAt, nextBillOn: '2026-12-31', paddlePlanId: 100, quantity: 1 },
      });
    }
  });

  it('may be known only from Paddle’s own view, if its creation alert was lost', () => {
    const found = own('2026-06-12T23:15:00Z', {
      ...{ type: 'subscription_found', by: 'reconciliation', ref, planId: 100, paddleUserId: 3 },
      ...{ email: 'nora@example.test', status: 'trialing', quantity: 1, signedUpOn: day('2026-06-10') },
      ...{ nextBillOn: day('2026-12-31'), pausedFrom: null, pausedReason: null },
      ...{ updateUrl: null, cancelUrl: null },
    });
    expect(undecidedKeep([found])).toBeNull();
    const update = updated('2026-06-13T08:00:01Z', { buyer });
    expect(undecidedKeep([found, update])).toMatchObject({ boughtOn: '2026-06-10', intent: keepIntent });
  });

  it('isn’t an ordinary one, nor one that has been decided about', () => {
    expect(undecidedKeep([created('2026-06-10T08:00:00Z')])).toBeNull();
    const at = '2026-06-10T08:00:00Z';
    const refused = own(at, {
      ...{ type: 'keep_refused', by: 'system', ref, intent: keepIntent, why: 'intent_used' },
    });
    const linked = own(at, { type: 'subscription_linked', by: 'system', ref, paidThrough: null });
    expect(undecidedKeep([creation, refused])).toBeNull();
    expect(undecidedKeep([linked, creation])).toBeNull();
  });
});
