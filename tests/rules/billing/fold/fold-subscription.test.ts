/** Tests that the fold reaches the same state in whatever order, and however often, the events are delivered. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interleave } from '#server/features/billing/fold/event-order.ts';
import type { InternalEvent } from '#server/features/billing/fold/internal-events.ts';
import type { TimedEvent } from '#server/features/billing/fold/projection.ts';
import { replayTimeline, timelineOf } from '#server/features/billing/fold/timeline.ts';
import { classicRef } from '#server/platform/paddle/reference.ts';
import {
  bought,
  buyer,
  cancelled,
  context,
  created,
  day,
  ended,
  failed,
  foldSubscription,
  own,
  paid,
  projectionOf,
  refunded,
  renewed,
  stream,
  updated,
} from '#tests/rules/billing/fold/subscription-facts.ts';

describe('A purchase', () => {
  it('is valid until the next billing date and records the buyer', () => {
    expect(foldSubscription(bought)).toMatchObject({
      status: 'active',
      startedOn: '2026-01-12',
      validUntil: '2026-02-12',
      nextBillOn: '2026-02-12',
      periodStart: '2026-01-12',
      lastPaid: { minor: 900, currency: 'USD' },
      lastEvent: 'subscription_payment_succeeded',
      buyer: { billableId: 7 },
    });
  });

  it('waits for subscription_created while only its payment has arrived', () => {
    expect(foldSubscription([paid('2026-01-12T09:14:00Z', '1-1')])).toBeNull();
    expect(foldSubscription([])).toBeNull();
    expect(projectionOf([paid('2026-01-12T09:14:00Z', '1-1')]).waitsFor).toContain('subscription_created');
  });

  it('with a trial records the day the trial ends', () => {
    expect(foldSubscription([created('2026-01-12T09:14:00Z', { status: 'trialing' })])).toMatchObject({
      status: 'trialing',
      trialEndsOn: '2026-02-12',
      validUntil: '2026-02-12',
      lastPaid: null,
    });
  });
});

describe('A renewal', () => {
  it('extends the validity and keeps both payments', () => {
    const state = foldSubscription(renewed);
    expect(state).toMatchObject({
      validUntil: '2026-03-12',
      nextBillOn: '2026-03-12',
      periodStart: '2026-02-12',
    });
    expect(state?.payments.map((payment) => payment.orderId)).toEqual(['1-1', '1-2']);
  });

  it("doesn't shorten the period that is already paid", () => {
    const state = foldSubscription([
      ...renewed,
      paid('2026-02-13T06:00:00Z', '1-3', { nextBillOn: day('2026-02-20') }),
    ]);
    expect(state?.validUntil).toBe('2026-03-12');
  });

  it('sets the plan and the seats of the charge', () => {
    const state = foldSubscription([
      ...bought,
      paid('2026-02-12T06:00:00Z', '1-2', { planId: 200, quantity: 12 }),
    ]);
    expect(state).toMatchObject({ paddlePlanId: 200, quantity: 12 });
  });
});

describe('A cancellation', () => {
  it('ends the subscription on its effective date and removes the next billing date', () => {
    expect(foldSubscription(ended)).toMatchObject({
      status: 'deleted',
      endsOn: '2026-03-12',
      nextBillOn: null,
      lastEvent: 'subscription_cancelled',
    });
  });

  it('is final: a later payment only adds a receipt and extends the validity', () => {
    const state = foldSubscription([
      ...ended,
      paid('2026-03-01T06:00:00Z', '1-9', { nextBillOn: day('2026-04-12') }),
    ]);
    expect(state).toMatchObject({ status: 'deleted', nextBillOn: null, validUntil: '2026-04-12' });
    expect(state?.payments).toHaveLength(3);
  });

  it('precedes a payment of the same second with status deleted, which leaves plan and seats', () => {
    const late = (at: string) =>
      paid(at, '1-9', { status: 'deleted', quantity: 31, planId: 200, nextBillOn: day('2026-04-12') });
    const terms = { status: 'deleted', paddlePlanId: 100, quantity: 1, nextBillOn: null };
    const inItsSecond = foldSubscription([...ended, late('2026-02-20T10:00:00Z')]);
    expect(inItsSecond).toMatchObject({ ...terms, validUntil: '2026-04-12' });
    expect(inItsSecond?.payments).toHaveLength(3);
    expect(foldSubscription([...ended, late('2026-02-20T10:00:01Z')])).toMatchObject(terms);
    // Even if the cancellation alert was lost, the payment changes neither the plan nor the number of seats.
    expect(foldSubscription([...renewed, late('2026-02-20T10:00:00Z')])).toMatchObject({
      status: 'active',
      paddlePlanId: 100,
      quantity: 1,
    });
  });
});

describe('Order and number of deliveries', () => {
  const history = [...ended, paid('2026-02-12T06:00:00Z', '1-4', { nextBillOn: day('2026-03-12') })];

  it("don't affect the result", () => {
    const clean = foldSubscription(history);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(history, { minLength: history.length }),
        fc.array(fc.constantFrom(...history), { maxLength: 5 }),
        (delivered, repeated) => {
          expect(foldSubscription([...delivered, ...repeated])).toEqual(clean);
        },
      ),
    );
  });

  it("don't matter within one second, where the legal sequence decides", () => {
    const inOneSecond = [
      created('2026-01-12T09:14:00Z'),
      paid('2026-01-12T09:14:00Z', '1-1'),
      cancelled('2026-01-12T09:14:00Z'),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(inOneSecond, { minLength: 3 }), (delivered) => {
        expect(foldSubscription(delivered)).toMatchObject({
          status: 'deleted',
          lastEvent: 'subscription_cancelled',
        });
      }),
    );
  });
});

describe('Reconciliation', () => {
  const found = own('2026-03-01T23:15:00Z', {
    type: 'subscription_found',
    by: 'reconciliation',
    ref: classicRef('subscription', 1),
    planId: 200,
    paddleUserId: 3,
    email: 'nora@example.test',
    status: 'active',
    quantity: 5,
    signedUpOn: day('2026-01-12'),
    nextBillOn: day('2026-03-12'),
    pausedFrom: null,
    pausedReason: null,
    updateUrl: null,
    cancelUrl: null,
  });
  const payment = own('2026-03-01T23:15:00Z', {
    type: 'payment_found',
    by: 'reconciliation',
    ref: classicRef('subscription', 1),
    paymentId: 2,
    planId: 200,
    amount: { minor: 900, currency: 'USD' },
    paidOn: day('2026-02-12'),
    paidThrough: day('2026-03-12'),
    quantity: 5,
    receiptUrl: null,
  });

  it('replaces a lost subscription_created alert', () => {
    expect(foldSubscription([found, payment])).toMatchObject({
      licence: 'active',
      startedOn: '2026-01-12',
      validUntil: '2026-03-12',
      paddlePlanId: 200,
      quantity: 5,
    });
  });

  it('gives way to the alert of a payment that arrives later', () => {
    const late = paid('2026-02-12T06:00:00Z', '1-2', { nextBillOn: day('2026-03-12') });
    const state = foldSubscription([...bought, found, payment, late]);
    expect(state?.payments.map((one) => one.orderId)).toEqual(['1-1', '1-2']);
  });

  it('uses the latest amount of a payment and counts it once', () => {
    const mended = own('2026-03-02T23:15:00Z', {
      ...payment.fact,
      type: 'payment_found',
      amount: { minor: 90_000, currency: 'USD' },
    } as InternalEvent);
    const state = foldSubscription([...bought, found, mended, payment]);
    expect(state?.payments.map((one) => [one.reference, one.amount.minor])).toEqual([
      ['payment:1', 900],
      ['payment:2', 90_000],
    ]);
    const alert = paid('2026-02-12T06:00:00Z', '1-2', { paymentId: null, nextBillOn: day('2026-03-12') });
    // An alert without a payment ID is matched to a payment by its amount. It must match the correct record, not the
    // one with the wrong amount.
    const wrong = own('2026-02-28T23:15:00Z', {
      ...payment.fact,
      type: 'payment_found',
      amount: { minor: 9, currency: 'USD' },
    } as InternalEvent);
    expect(foldSubscription([...bought, alert, wrong, payment])?.payments).toHaveLength(2);
  });

  describe('With an alert that has no payment ID', () => {
    const untold = (orderId: string) =>
      paid('2026-02-12T06:00:00Z', orderId, { paymentId: null, nextBillOn: day('2026-03-12') });
    const another = own('2026-03-01T23:15:01Z', {
      ...payment.fact,
      type: 'payment_found',
      paymentId: 3,
    } as InternalEvent);

    it('matches the payment, whether it was found before or after the alert', () => {
      const references = (facts: readonly TimedEvent[]) =>
        foldSubscription([...bought, ...facts])?.payments.map((one) => one.reference);
      expect(references([untold('1-2'), payment])).toEqual(['payment:1', 'order:1-2']);
      const early = { ...payment, occurredAt: new Date('2026-02-12T05:00:00Z') };
      expect(references([untold('1-2'), early])).toEqual(['payment:1', 'order:1-2']);
      // The payment is listed by its order ID, but a refund that names the payment ID counts too.
      const back = refunded('2026-03-02T06:00:00Z', '9-9', { paymentId: 2 });
      expect(foldSubscription([...bought, untold('1-2'), payment, back])?.licence).toBe('refunded');
    });

    it('counts a second payment of the same day and amount separately', () => {
      const state = foldSubscription([...bought, untold('1-2'), payment, another]);
      expect(state?.payments.map((one) => one.reference).sort()).toEqual([
        'order:1-2',
        'payment:1',
        'payment:3',
      ]);
    });
  });

  it('flags a subscription missing at Paddle without ending the licence', () => {
    const facts = [
      ...bought,
      own('2026-01-20T23:15:00Z', {
        type: 'subscription_missing',
        by: 'reconciliation',
        ref: classicRef('subscription', 1),
      }),
    ];
    expect(foldSubscription(facts)).toMatchObject({ licence: 'active', validUntil: '2026-02-12' });
    expect(projectionOf(facts).flags).toMatchObject([{ kind: 'missing_at_paddle', resolvedAt: null }]);
    expect(projectionOf([...facts, found]).flags[0]?.resolvedAt).not.toBeNull();
  });
});

describe('Decisions by an operator', () => {
  const decided = { by: 'command line', reason: 'asked for' } as const;

  it('revoke and reinstate a licence', () => {
    const revoked = own('2026-01-20T10:00:00Z', { type: 'licence_revoked', ...decided });
    const back = own('2026-01-21T10:00:00Z', { type: 'licence_reinstated', ...decided });
    expect(foldSubscription([...bought, revoked])).toMatchObject({ licence: 'revoked' });
    expect(foldSubscription([...bought, back, revoked])).toMatchObject({ licence: 'active' });
  });

  it('extend a licence beyond the paid period and never shorten it', () => {
    const extended = (until: string) =>
      own('2026-01-20T10:00:00Z', { type: 'licence_extended', ...decided, until: day(until) });
    expect(foldSubscription([...bought, extended('2026-05-01')])?.validUntil).toBe('2026-05-01');
    expect(foldSubscription([...bought, extended('2026-01-25')])?.validUntil).toBe('2026-02-12');
  });
});

describe('The timeline', () => {
  it('interleaves two streams without changing the order within each', () => {
    const at = '2026-02-12T06:00:00Z';
    const decided = own('2026-02-12T06:00:00.000Z', { type: 'licence_revoked', by: 1, reason: 'fraud' });
    const resumed = [
      updated(at, { status: 'active', oldStatus: 'past_due' }),
      updated(at, { status: 'past_due', oldStatus: 'paused' }),
    ];
    const paused = updated('2026-02-01T06:00:00Z', { status: 'paused' });
    const told = timelineOf(stream, [decided, ...resumed, paused, ...bought], context);
    const dispute: TimedEvent = {
      occurredAt: new Date(at),
      fact: {
        type: 'payment_dispute_created',
        ref: classicRef('order', '1-1'),
        amount: { minor: 900, currency: 'USD' },
        buyer,
      },
    };
    const disputed = timelineOf('order:1-1', [dispute], context);
    const all = interleave([told, disputed], (entry) => ({ occurredAt: entry.at, fact: entry.fact }));
    expect(all.filter((entry) => told.includes(entry))).toEqual(told);
    expect(all.slice(-4).map(({ fact }) => ('oldStatus' in fact ? fact.oldStatus : fact.type))).toEqual([
      'payment_dispute_created',
      'paused',
      'past_due',
      'licence_revoked',
    ]);
  });

  it('contains enough to rebuild the projection', () => {
    const facts = [
      ...renewed,
      failed('2026-03-12T06:00:00Z'),
      refunded('2026-03-13T06:00:00Z', '1-2', { kind: 'partial', amount: { minor: 100, currency: 'USD' } }),
      cancelled('2026-03-14T06:00:00Z'),
    ];
    expect(replayTimeline(timelineOf(stream, facts, context))).toEqual(projectionOf(facts));
    expect(timelineOf(stream, facts, context).map((entry) => entry.type)).toEqual([
      'subscription_created',
      'subscription_payment_succeeded',
      'subscription_payment_succeeded',
      'subscription_payment_failed',
      'subscription_payment_refunded',
      'subscription_cancelled',
    ]);
  });
});
