/**
 * Tests when a `subscription_updated` alert extends a licence up to a later charge, and when a payment is overdue
 * instead.
 */
import { describe, expect, it } from 'vitest';
import { movedCharge } from '#server/features/billing/fold/moved-charges.ts';
import type { SubscriptionUpdated } from '#server/platform/paddle/facts.ts';
import { CalendarDate } from '#shared/dates.ts';

const at = new Date('2026-02-14T12:39:41Z');
const from = CalendarDate.parse('2028-01-20');
const through = CalendarDate.parse('2028-03-12');

const update = (fields: Partial<SubscriptionUpdated> = {}) =>
  ({
    type: 'subscription_updated',
    ...{ planId: 24_750, oldPlanId: 24_750, quantity: 1, oldQuantity: 1, pausedFrom: null },
    ...{ status: 'active', oldStatus: 'active', nextBillOn: through, oldNextBillOn: from },
    ...fields,
  }) as SubscriptionUpdated;

const before = { status: 'active', paddlePlanId: 24_750, hasFailed: false, failsWithIt: false } as const;

describe('A charge moved to a later day', () => {
  it.each([
    ['an active subscription', {}, {}],
    ['a subscription with a failed payment when the update calls it active', { hasFailed: true }, {}],
    ['a past-due subscription when the update calls it active', { status: 'past_due' }, {}],
    ['an active subscription when the update has no old status', {}, { oldStatus: null }],
  ] as const)('extends the licence of %s', (_what, known, fields) => {
    expect(movedCharge(update(fields), { ...before, ...known }, at)).toMatchObject({
      how: 'moved',
      from,
      through,
    });
  });

  it.each([
    ['whose payment fails in the same second', { hasFailed: true, failsWithIt: true }, {}],
    ['that is past due when the update has no old status', { status: 'past_due' }, { oldStatus: null }],
    ['with a failed payment when the update has no old status', { hasFailed: true }, { oldStatus: null }],
    ['that was past due according to the update', {}, { oldStatus: 'past_due' }],
    ['that is paused', { status: 'paused' }, {}],
    ['with a planned pause', {}, { pausedFrom: through }],
    ['that changes its plan', {}, { oldPlanId: 24_749 }],
  ] as const)("doesn't extend the licence of a subscription %s", (_what, known, fields) => {
    expect(movedCharge(update(fields), { ...before, ...known }, at)).toBeNull();
  });
});
