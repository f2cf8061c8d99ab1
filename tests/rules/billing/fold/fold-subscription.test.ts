/** The fold ends in the same state, whatever the order and the number of deliveries. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interleave } from '#server/features/billing/fold/event-order.ts';
import { foldStream } from '#server/features/billing/fold/fold-stream.ts';
import type { InternalEvent } from '#server/features/billing/fold/internal-events.ts';
import type { TimedEvent } from '#server/features/billing/fold/projection.ts';
import { replayTimeline, timelineOf } from '#server/features/billing/fold/timeline.ts';
import type {
  PaymentFailed,
  PaymentRefunded,
  PaymentSucceeded,
  SubscriptionCancelled,
  SubscriptionCreated,
  SubscriptionUpdated,
} from '#server/platform/paddle/facts.ts';
import { CalendarDate } from '#shared/dates.ts';

const day = (text: string) => CalendarDate.parse(text);
const buyer = { billableId: 7, paddleUserId: 3, email: 'nora@example.test' };

function created(at: string, changes: Partial<SubscriptionCreated> = {}): TimedEvent {
  return {
    occurredAt: new Date(at),
    fact: {
      type: 'subscription_created',
      subscriptionId: 1,
      planId: 100,
      status: 'active',
      quantity: 1,
      nextBillOn: day('2026-02-12'),
      updateUrl: 'https://checkout.example.test/update',
      cancelUrl: 'https://checkout.example.test/cancel',
      buyer,
      ...changes,
    },
  };
}

function paid(at: string, orderId: string, changes: Partial<PaymentSucceeded> = {}): TimedEvent {
  return {
    occurredAt: new Date(at),
    fact: {
      type: 'subscription_payment_succeeded',
      subscriptionId: 1,
      paymentId: Number(orderId.split('-')[1]),
      planId: 100,
      status: 'active',
      quantity: 1,
      nextBillOn: day('2026-02-12'),
      orderId,
      checkoutId: null,
      amount: { minor: 900, currency: 'USD' },
      tax: null,
      receiptUrl: null,
      buyer,
      ...changes,
    },
  };
}

function cancelled(at: string, changes: Partial<SubscriptionCancelled> = {}): TimedEvent {
  return {
    occurredAt: new Date(at),
    fact: {
      type: 'subscription_cancelled',
      subscriptionId: 1,
      planId: 100,
      quantity: 1,
      effectiveOn: day('2026-03-12'),
      buyer,
      ...changes,
    },
  };
}

function updated(at: string, changes: Partial<SubscriptionUpdated> = {}): TimedEvent {
  return {
    occurredAt: new Date(at),
    fact: {
      type: 'subscription_updated',
      subscriptionId: 1,
      planId: 100,
      oldPlanId: 100,
      status: 'active',
      oldStatus: 'active',
      quantity: null,
      oldQuantity: null,
      nextBillOn: null,
      oldNextBillOn: null,
      pausedFrom: null,
      pausedReason: null,
      updateUrl: null,
      cancelUrl: null,
      buyer,
      ...changes,
    },
  };
}

function failed(at: string, changes: Partial<PaymentFailed> = {}): TimedEvent {
  return {
    occurredAt: new Date(at),
    fact: {
      type: 'subscription_payment_failed',
      subscriptionId: 1,
      paymentId: 9,
      planId: 100,
      status: 'past_due',
      orderId: null,
      amount: null,
      attempt: 1,
      nextRetryOn: day('2026-02-15'),
      updateUrl: null,
      cancelUrl: null,
      buyer,
      ...changes,
    },
  };
}

function refunded(at: string, orderId: string, changes: Partial<PaymentRefunded> = {}): TimedEvent {
  return {
    occurredAt: new Date(at),
    fact: {
      type: 'subscription_payment_refunded',
      subscriptionId: 1,
      paymentId: null,
      orderId,
      kind: 'full',
      amount: { minor: 900, currency: 'USD' },
      reason: null,
      buyer,
      ...changes,
    },
  };
}

const own = (at: string, fact: InternalEvent): TimedEvent => ({ occurredAt: new Date(at), fact });

const stream = 'subscription:1';
const context = { frequencyOf: () => 'Monthly' as const };
const projectionOf = (facts: readonly TimedEvent[]) => foldStream(stream, facts, context);

/** The parts of the projection under one roof, for short expectations. */
function foldSubscription(facts: readonly TimedEvent[]) {
  const { subscription, entitlement, receipts, buyer: who, waitsFor } = projectionOf(facts);
  if (!subscription || !entitlement) return null;
  return {
    ...entitlement,
    ...subscription,
    licence: entitlement.status,
    lastEvent: entitlement.subscriptionState,
    payments: receipts,
    buyer: who,
    waitsFor,
  };
}

const bought = [created('2026-01-12T09:14:00Z'), paid('2026-01-12T09:14:00Z', '1-1')];
const renewed = [...bought, paid('2026-02-12T06:00:00Z', '1-2', { nextBillOn: day('2026-03-12') })];
const ended = [...renewed, cancelled('2026-02-20T10:00:00Z')];

describe('a purchase', () => {
  it('is valid until the next bill date, and knows who bought it', () => {
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

  it('waits while only its payment is known', () => {
    expect(foldSubscription([paid('2026-01-12T09:14:00Z', '1-1')])).toBeNull();
    expect(foldSubscription([])).toBeNull();
    expect(projectionOf([paid('2026-01-12T09:14:00Z', '1-1')]).waitsFor).toContain('subscription_created');
  });

  it('in trial names the day the trial ends', () => {
    expect(foldSubscription([created('2026-01-12T09:14:00Z', { status: 'trialing' })])).toMatchObject({
      status: 'trialing',
      trialEndsOn: '2026-02-12',
      validUntil: '2026-02-12',
      lastPaid: null,
    });
  });
});

describe('a renewal', () => {
  it('moves validity on and keeps both payments', () => {
    const state = foldSubscription(renewed);
    expect(state).toMatchObject({
      validUntil: '2026-03-12',
      nextBillOn: '2026-03-12',
      periodStart: '2026-02-12',
    });
    expect(state?.payments.map((payment) => payment.orderId)).toEqual(['1-1', '1-2']);
  });

  it('that says less than is already paid takes nothing back', () => {
    const state = foldSubscription([
      ...renewed,
      paid('2026-02-13T06:00:00Z', '1-3', { nextBillOn: day('2026-02-20') }),
    ]);
    expect(state?.validUntil).toBe('2026-03-12');
  });

  it('brings the plan and the seats it was charged for', () => {
    const state = foldSubscription([
      ...bought,
      paid('2026-02-12T06:00:00Z', '1-2', { planId: 200, quantity: 12 }),
    ]);
    expect(state).toMatchObject({ paddlePlanId: 200, quantity: 12 });
  });
});

describe('a cancellation', () => {
  it('ends on its effective date and renews no more', () => {
    expect(foldSubscription(ended)).toMatchObject({
      status: 'deleted',
      endsOn: '2026-03-12',
      nextBillOn: null,
      lastEvent: 'subscription_cancelled',
    });
  });

  it('is final: a later payment is a receipt and raises nothing but the paid day', () => {
    const state = foldSubscription([
      ...ended,
      paid('2026-03-01T06:00:00Z', '1-9', { nextBillOn: day('2026-04-12') }),
    ]);
    expect(state).toMatchObject({ status: 'deleted', nextBillOn: null, validUntil: '2026-04-12' });
    expect(state?.payments).toHaveLength(3);
  });

  it('comes before a payment of its second that says itself that all had ended: seats stay as they were', () => {
    const late = (at: string) =>
      paid(at, '1-9', { status: 'deleted', quantity: 31, planId: 200, nextBillOn: day('2026-04-12') });
    const terms = { status: 'deleted', paddlePlanId: 100, quantity: 1, nextBillOn: null };
    const inItsSecond = foldSubscription([...ended, late('2026-02-20T10:00:00Z')]);
    expect(inItsSecond).toMatchObject({ ...terms, validUntil: '2026-04-12' });
    expect(inItsSecond?.payments).toHaveLength(3);
    expect(foldSubscription([...ended, late('2026-02-20T10:00:01Z')])).toMatchObject(terms);
    // Nor does it tell of seats where the cancellation itself was lost.
    expect(foldSubscription([...renewed, late('2026-02-20T10:00:00Z')])).toMatchObject({
      status: 'active',
      paddlePlanId: 100,
      quantity: 1,
    });
  });
});

describe('order and number of deliveries', () => {
  const history = [...ended, paid('2026-02-12T06:00:00Z', '1-4', { nextBillOn: day('2026-03-12') })];

  it('make no difference', () => {
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

  it('in one second are decided by what can come first, not by arrival', () => {
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

describe('an update', () => {
  it('moves the same licence to the new plan and seats', () => {
    const state = foldSubscription([
      ...bought,
      updated('2026-01-20T10:00:00Z', { planId: 200, quantity: 12, nextBillOn: day('2027-01-20') }),
    ]);
    expect(state).toMatchObject({ paddlePlanId: 200, quantity: 12, nextBillOn: '2027-01-20' });
    expect(state?.validUntil).toBe('2026-02-12');
  });

  it('into past due or paused never tells how long is paid', () => {
    for (const status of ['past_due', 'paused'] as const) {
      const state = foldSubscription([
        ...bought,
        updated('2026-02-12T06:00:00Z', { status, nextBillOn: day('2026-02-15') }),
      ]);
      expect(state?.validUntil).toBe('2026-02-12');
    }
  });

  it('of one second is applied in the order in which each step is legal', () => {
    const resumed = [
      updated('2026-03-01T10:00:00Z', { oldStatus: 'paused', status: 'past_due' }),
      updated('2026-03-01T10:00:00Z', { oldStatus: 'past_due', status: 'active' }),
    ];
    const paused = updated('2026-02-12T06:00:00Z', { status: 'paused', pausedFrom: day('2026-02-12') });
    for (const order of [resumed, resumed.toReversed()]) {
      expect(foldSubscription([...order, ...bought, paused])).toMatchObject({
        status: 'active',
        pausedFrom: null,
      });
    }
  });

  describe('of one second, of which others tell as well', () => {
    const at = '2026-03-01T10:00:00Z';
    const endsWith = (facts: readonly TimedEvent[], expected: Record<string, unknown>) => {
      for (const order of [facts, facts.toReversed()])
        expect(foldSubscription([...order, ...bought])).toMatchObject(expected);
    };

    it.each([
      ['more, then more again', 5, 6],
      ['more, then less', 6, 5],
      ['more, then as before', 5, 1],
    ])('follows the seats through what was paid between: %s', (_how, first, last) => {
      const seats = (oldQuantity: number, quantity: number) => updated(at, { oldQuantity, quantity });
      const charge = paid(at, '1-2', { quantity: first });
      endsWith([seats(1, first), charge, seats(first, last)], { quantity: last });
    });

    it('follows the plan through what was paid between', () => {
      const plan = (oldPlanId: number, planId: number) => updated(at, { oldPlanId, planId });
      for (const last of [300, 150, 100]) {
        const charge = paid(at, '1-2', { planId: 200 });
        endsWith([plan(100, 200), charge, plan(200, last)], { paddlePlanId: last });
      }
    });

    it('follows the status from how it stood before that second, though a payment failed within it', () => {
      const step = (oldStatus: 'active' | 'past_due', status: 'active' | 'past_due') =>
        updated(at, { oldStatus, status });
      const failure = failed(at);
      const charge = paid(at, '1-2', { nextBillOn: day('2026-04-12') });
      endsWith([failure, step('active', 'past_due'), charge, step('past_due', 'active')], {
        status: 'active',
        nextBillOn: '2026-04-12',
        nextRetryOn: null,
      });
    });

    it('believes first what they say of one another: what is missing was lost before', () => {
      const overdue = updated('2026-02-12T06:00:00Z', { status: 'past_due' });
      const resumed = [
        updated(at, { oldStatus: 'past_due', status: 'active' }),
        updated(at, { oldStatus: 'paused', status: 'past_due' }),
      ];
      endsWith([overdue, ...resumed], { status: 'active' });
    });

    it('follows even nine of them', () => {
      const seats = [1, 9, 3, 8, 2, 1, 7, 4, 6, 5];
      const steps = seats
        .slice(1)
        .map((quantity, index) => updated(at, { oldQuantity: seats[index] ?? null, quantity }));
      endsWith(steps, { quantity: 5 });
    });

    it('takes the next charge from the payment, though in between it was paused', () => {
      const overdue = updated('2026-02-12T06:00:00Z', { status: 'past_due', nextBillOn: day('2026-02-15') });
      const nextBillOn = day('2026-02-15');
      const resumed = [
        updated(at, { oldStatus: 'past_due', status: 'paused', nextBillOn }),
        updated(at, { oldStatus: 'paused', status: 'past_due', nextBillOn }),
        updated(at, { oldStatus: 'past_due', status: 'active', nextBillOn }),
        paid(at, '1-2', { nextBillOn: day('2026-03-15') }),
      ];
      endsWith([overdue, ...resumed], { status: 'active', nextBillOn: '2026-03-15' });
    });
  });

  it('in the second of a payment leaves the next charge as the payment says', () => {
    const state = foldSubscription([
      created('2026-01-12T09:14:00Z', { status: 'trialing' }),
      paid('2026-02-12T06:00:00Z', '1-1', { nextBillOn: day('2026-03-12') }),
      updated('2026-02-12T06:00:00Z', { oldStatus: 'trialing', nextBillOn: day('2026-02-12') }),
    ]);
    expect(state).toMatchObject({ status: 'active', nextBillOn: '2026-03-12', validUntil: '2026-03-12' });
  });

  it('changes nothing any more once the subscription has ended', () => {
    const state = foldSubscription([...ended, updated('2026-02-25T10:00:00Z', { planId: 200 })]);
    expect(state).toMatchObject({ status: 'deleted', paddlePlanId: 100 });
  });
});

describe('a failed payment', () => {
  const failing = [
    ...bought,
    failed('2026-02-12T06:00:00Z'),
    updated('2026-02-12T06:00:00Z', { status: 'past_due' }),
  ];

  it('is past due, with the next attempt, and ends nothing', () => {
    expect(foldSubscription(failing)).toMatchObject({
      licence: 'past_due',
      validUntil: '2026-02-12',
      failedAttempts: 1,
      nextRetryOn: '2026-02-15',
    });
  });

  it('is forgotten once one succeeds', () => {
    const state = foldSubscription([
      ...failing,
      paid('2026-02-15T06:00:00Z', '1-2', { nextBillOn: day('2026-03-12') }),
    ]);
    expect(state).toMatchObject({
      licence: 'active',
      failedAttempts: 0,
      nextRetryOn: null,
      validUntil: '2026-03-12',
    });
  });
});

describe('a refund', () => {
  it('in full takes back the period it paid for, and no other', () => {
    const state = foldSubscription([...renewed, refunded('2026-02-20T10:00:00Z', '1-2')]);
    expect(state).toMatchObject({ licence: 'refunded', validUntil: '2026-02-12' });
    expect(state?.payments[1]?.refund).toMatchObject({ kind: 'full' });
    const first = foldSubscription([...renewed, refunded('2026-02-20T10:00:00Z', '1-1')]);
    expect(first).toMatchObject({ licence: 'active', validUntil: '2026-03-12' });
  });

  it('of the only payment leaves no day', () => {
    const state = foldSubscription([...bought, refunded('2026-01-12T10:00:00Z', '1-1')]);
    expect(state).toMatchObject({ licence: 'refunded', validUntil: '2026-01-11' });
  });

  it('before or after a cancellation leaves no free days', () => {
    const end = cancelled('2026-02-20T11:00:00Z');
    for (const at of ['2026-02-20T10:00:00Z', '2026-02-20T12:00:00Z']) {
      const state = foldSubscription([...renewed, end, refunded(at, '1-2')]);
      expect(state).toMatchObject({ licence: 'refunded', validUntil: '2026-02-12' });
    }
  });

  it('told of a subscription’s order and of an order by itself raises a flag under each: none is both’s', () => {
    const parts = { kind: 'partial', amount: { minor: 100, currency: 'USD' } } as const;
    const [ofSubscription] = projectionOf([...bought, refunded('2026-01-20T10:00:00Z', '1-1', parts)]).flags;
    const once: TimedEvent = {
      occurredAt: new Date('2026-01-20T10:00:00Z'),
      fact: { type: 'payment_refunded', orderId: '1-1', ...parts, reason: null, buyer },
    };
    const [ofOrder] = foldStream('order:1-1', [once], context).flags;
    expect(ofSubscription?.reference).toBe('partial_refund:1-1');
    expect(ofOrder?.reference).toBe('partial_refund:order:1-1');
    expect(ofOrder?.orderId).toBe('1-1');
  });

  it('in part, or of tax, leaves the paid days as they are; a part is shown to a person', () => {
    for (const kind of ['partial', 'vat'] as const) {
      const facts = [
        ...renewed,
        refunded('2026-02-20T10:00:00Z', '1-2', { kind, amount: { minor: 100, currency: 'USD' } }),
      ];
      expect(foldSubscription(facts)).toMatchObject({ licence: 'active', validUntil: '2026-03-12' });
      expect(projectionOf(facts).flags).toHaveLength(kind === 'partial' ? 1 : 0);
    }
  });

  it('is over when the next payment comes', () => {
    const state = foldSubscription([
      ...renewed,
      refunded('2026-02-20T10:00:00Z', '1-2'),
      paid('2026-03-12T06:00:00Z', '1-3', { nextBillOn: day('2026-04-12') }),
    ]);
    expect(state).toMatchObject({ licence: 'active', validUntil: '2026-04-12' });
  });
});

describe('what reconciliation finds', () => {
  const found = own('2026-03-01T23:15:00Z', {
    type: 'subscription_found',
    by: 'reconciliation',
    subscriptionId: 1,
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
    subscriptionId: 1,
    paymentId: 2,
    planId: 200,
    amount: { minor: 900, currency: 'USD' },
    paidOn: day('2026-02-12'),
    paidThrough: day('2026-03-12'),
    quantity: 5,
    receiptUrl: null,
  });

  it('stands in for a creation that was lost', () => {
    expect(foldSubscription([found, payment])).toMatchObject({
      licence: 'active',
      startedOn: '2026-01-12',
      validUntil: '2026-03-12',
      paddlePlanId: 200,
      quantity: 5,
    });
  });

  it('gives way to the alert itself, whenever it comes', () => {
    const late = paid('2026-02-12T06:00:00Z', '1-2', { nextBillOn: day('2026-03-12') });
    const state = foldSubscription([...bought, found, payment, late]);
    expect(state?.payments.map((one) => one.orderId)).toEqual(['1-1', '1-2']);
  });

  it('has the amount that was found last, and stays one payment', () => {
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
    // What it is the payment of is told by the amount: the right one finds it.
    const wrong = own('2026-02-28T23:15:00Z', {
      ...payment.fact,
      type: 'payment_found',
      amount: { minor: 9, currency: 'USD' },
    } as InternalEvent);
    expect(foldSubscription([...bought, alert, wrong, payment])?.payments).toHaveLength(2);
  });

  describe('beside an alert that tells no id of its payment', () => {
    const untold = (orderId: string) =>
      paid('2026-02-12T06:00:00Z', orderId, { paymentId: null, nextBillOn: day('2026-03-12') });
    const another = own('2026-03-01T23:15:01Z', {
      ...payment.fact,
      type: 'payment_found',
      paymentId: 3,
    } as InternalEvent);

    it('is the same payment, found before or after', () => {
      const references = (facts: readonly TimedEvent[]) =>
        foldSubscription([...bought, ...facts])?.payments.map((one) => one.reference);
      expect(references([untold('1-2'), payment])).toEqual(['payment:1', 'order:1-2']);
      const early = { ...payment, occurredAt: new Date('2026-02-12T05:00:00Z') };
      expect(references([untold('1-2'), early])).toEqual(['payment:1', 'order:1-2']);
      // It is given back once, by whichever name.
      const back = refunded('2026-03-02T06:00:00Z', '9-9', { paymentId: 2 });
      expect(foldSubscription([...bought, untold('1-2'), payment, back])?.licence).toBe('refunded');
    });

    it('a second one of that day and amount is a payment of its own', () => {
      const state = foldSubscription([...bought, untold('1-2'), payment, another]);
      expect(state?.payments.map((one) => one.reference).sort()).toEqual([
        'order:1-2',
        'payment:1',
        'payment:3',
      ]);
    });
  });

  it('never ends a licence that Paddle does not know', () => {
    const facts = [
      ...bought,
      own('2026-01-20T23:15:00Z', { type: 'subscription_missing', by: 'reconciliation', subscriptionId: 1 }),
    ];
    expect(foldSubscription(facts)).toMatchObject({ licence: 'active', validUntil: '2026-02-12' });
    expect(projectionOf(facts).flags).toMatchObject([{ kind: 'missing_at_paddle', resolvedAt: null }]);
    expect(projectionOf([...facts, found]).flags[0]?.resolvedAt).not.toBeNull();
  });
});

describe('what people decide', () => {
  const decided = { by: 'command line', reason: 'asked for' } as const;

  it('revokes and reinstates', () => {
    const revoked = own('2026-01-20T10:00:00Z', { type: 'licence_revoked', ...decided });
    const back = own('2026-01-21T10:00:00Z', { type: 'licence_reinstated', ...decided });
    expect(foldSubscription([...bought, revoked])).toMatchObject({ licence: 'revoked' });
    expect(foldSubscription([...bought, back, revoked])).toMatchObject({ licence: 'active' });
  });

  it('extends beyond what is paid, and never shortens', () => {
    const extended = (until: string) =>
      own('2026-01-20T10:00:00Z', { type: 'licence_extended', ...decided, until: day(until) });
    expect(foldSubscription([...bought, extended('2026-05-01')])?.validUntil).toBe('2026-05-01');
    expect(foldSubscription([...bought, extended('2026-01-25')])?.validUntil).toBe('2026-02-12');
  });
});

describe('the timeline', () => {
  it('of two streams keeps the order of each, and that of the fold between them', () => {
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
        orderId: '1-1',
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

  it('tells enough to rebuild the state from it alone', () => {
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
