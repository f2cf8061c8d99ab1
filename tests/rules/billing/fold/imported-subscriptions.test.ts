/** Tests that an imported subscription ends as if its alerts had always come here. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ImportedReceipt } from '#server/features/billing/fold/imported-events.ts';
import type { ImportedSubscription } from '#server/features/billing/fold/internal-events.ts';
import type { TimedEvent } from '#server/features/billing/fold/projection.ts';
import { replayTimeline, timelineOf } from '#server/features/billing/fold/timeline.ts';
import {
  cancelled,
  context,
  created,
  day,
  failed,
  foldSubscription,
  own,
  paid,
  projectionOf,
  ref,
  refunded,
  stream,
  updated,
} from '#tests/rules/billing/fold/subscription-facts.ts';

const receipt = (
  orderId: string,
  paidAt: string,
  changes: Partial<ImportedReceipt> = {},
): ImportedReceipt => ({
  ...{ orderId, checkoutId: null, planId: 100, amount: { minor: 900, currency: 'USD' }, tax: null },
  ...{ quantity: 1, receiptUrl: null, paidAt: new Date(paidAt).toISOString(), paidThrough: null },
  ...changes,
});

const first = receipt('1-1', '2026-01-12T09:14:00Z', { paidThrough: day('2026-02-12') });
const second = receipt('1-2', '2026-02-12T06:00:00Z', { paidThrough: day('2026-03-12') });

const fact = (changes: Partial<ImportedSubscription> = {}): ImportedSubscription => ({
  ...{ type: 'subscription_imported', by: 'import', ref, billableId: 7, isOrphan: false, planId: 100 },
  ...{ status: 'active', quantity: 1, signedUpOn: day('2026-01-12'), trialEndsOn: null, pausedFrom: null },
  ...{ endsOn: null, nextBillOn: day('2026-03-12'), validUntil: day('2026-03-12'), paidBy: ['1-2'] },
  ...{ isLicensed: true, isRefused: false, state: 'subscription_payment_succeeded' },
  ...{ updateUrl: 'https://checkout.example.test/update', cancelUrl: 'https://checkout.example.test/cancel' },
  receipts: [first, second],
  ...changes,
});

const at = '2026-02-12T06:00:05Z';
const imported = (changes: Partial<ImportedSubscription> = {}, when = at) => own(when, fact(changes));

const history = [
  created('2026-01-12T09:14:00Z'),
  paid('2026-01-12T09:14:00Z', '1-1'),
  paid('2026-02-12T06:00:00Z', '1-2', { nextBillOn: day('2026-03-12') }),
];

const third = paid('2026-03-12T06:00:00Z', '1-3', { nextBillOn: day('2026-04-12') });

/** Whatever Paddle reported later, with the state of the end. */
const later: Record<string, TimedEvent[]> = {
  nothing: [],
  renewal: [third],
  'plan and seats': [
    updated('2026-03-01T10:00:00Z', { planId: 200, quantity: 5, oldQuantity: 1 }),
    paid('2026-03-12T06:00:00Z', '1-3', { planId: 200, quantity: 5, nextBillOn: day('2026-04-12') }),
  ],
  pause: [
    updated('2026-03-01T10:00:00Z', { pausedFrom: day('2026-03-12') }),
    updated('2026-03-12T06:00:00Z', { status: 'paused', pausedFrom: day('2026-03-12') }),
  ],
  failure: [failed('2026-03-12T06:00:00Z')],
  'failure, then payment': [
    failed('2026-03-12T06:00:00Z'),
    { ...third, occurredAt: new Date('2026-03-15T06:00:00Z') },
  ],
  refund: [refunded('2026-02-20T06:00:00Z', '1-2')],
  'refund of a renewal': [third, refunded('2026-03-13T06:00:00Z', '1-3')],
  cancellation: [cancelled('2026-02-20T10:00:00Z')],
  'moved charge': [
    updated('2026-03-01T10:00:00Z', { nextBillOn: day('2026-03-20'), oldNextBillOn: day('2026-03-12') }),
  ],
};

/** What matters to the customer and in the accounts. */
function end(facts: readonly TimedEvent[]) {
  const state = foldSubscription(facts);
  if (!state) throw new Error('there is no licence');
  const { licence, validUntil, nextBillOn, endsOn, pausedFrom, paddlePlanId, quantity, status, payments } =
    state;
  const receipts = payments.map(({ orderId, amount, refund, paidAt }) => ({
    orderId,
    amount,
    refund,
    paidAt,
  }));
  return { licence, validUntil, nextBillOn, endsOn, pausedFrom, paddlePlanId, quantity, status, receipts };
}

describe('An imported subscription', () => {
  it.each(Object.entries(later))('ends like one of ours after: %s', (_name, facts) => {
    expect(end([imported(), ...facts])).toEqual(end([...history, ...facts]));
  });

  it.each(Object.entries(later))('and so if its old alerts arrive again: %s', (_name, facts) => {
    for (const old of [history, history.slice(1), history.slice(2)])
      expect(end([imported(), ...old, ...facts])).toEqual(end([...history, ...facts]));
  });

  it('ends the same in whatever order and however often the events arrive', () => {
    const facts = [...history, imported(), imported({ quantity: 3 }, '2026-02-20T00:00:00Z'), third];
    const expected = projectionOf(facts);
    fc.assert(
      fc.property(fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length * 2 }), (shuffled) => {
        expect(projectionOf(shuffled)).toEqual(expected);
      }),
    );
    expect(replayTimeline(timelineOf(stream, facts, context))).toEqual(expected);
    expect(expected.entitlement?.validUntil).toBe('2026-04-12');
  });

  it('shows the state and the owner that the other portal had', () => {
    expect(foldSubscription([imported()])).toMatchObject({
      ...{ startedOn: '2026-01-12', lastEvent: 'subscription_payment_succeeded', buyer: { billableId: 7 } },
      lastPaid: { minor: 900, currency: 'USD' },
    });
    expect(projectionOf([imported()])).toMatchObject({ waitsFor: null, paidThrough: '2026-03-12' });
  });

  it('keeps a day that no payment explains, unless all that may have paid for it are refunded', () => {
    const far = imported({ validUntil: day('2030-03-14'), paidBy: ['1-1', '1-2'] });
    expect(end([far, ...history]).validUntil).toBe('2030-03-14');
    expect(end([far, refunded('2026-02-20T06:00:00Z', '1-2')]).validUntil).toBe('2030-03-14');
    const both = [refunded('2026-02-20T06:00:00Z', '1-2'), refunded('2026-02-21T06:00:00Z', '1-1')];
    expect(end([far, ...both])).toMatchObject({ licence: 'refunded' });
  });

  it('is completed by reconciliation and by the alert of a payment, with one receipt for each', () => {
    const found = own('2026-03-01T00:00:00Z', {
      ...{ type: 'payment_found', by: 'reconciliation', ref, paymentId: 2, planId: 100, quantity: 1 },
      ...{ amount: { minor: 900, currency: 'USD' }, paidOn: day('2026-02-12'), receiptUrl: null },
      paidThrough: day('2026-03-12'),
    });
    const references = (facts: TimedEvent[]) =>
      projectionOf(facts).receipts.map(({ reference, orderId }) => [reference, orderId]);
    const both = [
      ['order:1-1', '1-1'],
      ['order:1-2', '1-2'],
    ];
    expect(references([imported(), found])).toEqual(both);
    expect(references([imported({}, '2026-03-02T00:00:00Z'), found])).toEqual([
      ['order:1-1', '1-1'],
      ['payment:2', '1-2'],
    ]);
    expect(references([imported(), found, ...history])).toEqual([
      ['payment:1', '1-1'],
      ['payment:2', '1-2'],
    ]);
  });

  it('takes from a later import only what has changed in the other portal', () => {
    const changedHere = updated('2026-02-20T10:00:00Z', { quantity: 9, oldQuantity: 1 });
    const again = imported({ validUntil: day('2026-04-12'), receipts: [] }, '2026-03-12T06:00:05Z');
    expect(end([imported(), changedHere, again])).toMatchObject({ quantity: 9, validUntil: '2026-04-12' });
    const seats = imported({ quantity: 4 }, '2026-03-12T06:00:05Z');
    expect(end([imported(), changedHere, seats])).toMatchObject({ quantity: 4 });
  });

  it('that was refused there is revoked here, until the other portal accepts it again', () => {
    const refused = imported({ isRefused: true, state: 'subscription_canceled' });
    expect(end([refused]).licence).toBe('revoked');
    expect(end([refused, imported({}, '2026-02-13T00:00:00Z')]).licence).toBe('active');
  });

  it.each([
    ['trialing', { trialEndsOn: day('2026-03-12'), paidBy: [], receipts: [] }, { licence: 'trialing' }],
    ['past_due', { nextBillOn: null }, { licence: 'past_due', nextBillOn: null }],
    [
      'paused',
      { pausedFrom: day('2026-03-01'), nextBillOn: null },
      { licence: 'paused', pausedFrom: '2026-03-01' },
    ],
    [
      'deleted',
      { endsOn: day('2026-03-12'), nextBillOn: null },
      { licence: 'cancelled', endsOn: '2026-03-12' },
    ],
  ] as [ImportedSubscription['status'], Partial<ImportedSubscription>, object][])(
    'is %s as it was',
    (status, changes, expected) => {
      expect(end([imported({ status, ...changes })])).toMatchObject({
        validUntil: '2026-03-12',
        ...expected,
      });
    },
  );

  it('of a deleted account has no licence, but a flag while Paddle charges for it', () => {
    const orphan = imported({ billableId: null, isOrphan: true, isLicensed: false });
    expect(projectionOf([orphan])).toMatchObject({
      ...{ isWithheld: true, flags: [{ kind: 'charged_after_deletion', resolvedAt: null }] },
      buyer: { billableId: null },
    });
    expect(projectionOf([orphan, cancelled('2026-02-20T10:00:00Z')]).flags).toMatchObject([
      { resolvedAt: new Date('2026-02-20T10:00:00Z') },
    ]);
    const claim = own('2026-02-20T10:00:00Z', {
      ...{ type: 'licence_claimed', by: 'command line', userId: 9, how: 'administrator' },
    });
    expect(projectionOf([orphan, claim]).isWithheld).toBe(false);
  });
});
