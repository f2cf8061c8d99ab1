/** The fold ends in the same state, whatever the order and the number of deliveries. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DatedFact, foldSubscription } from '#server/features/billing/fold-subscription.ts';
import type {
  PaymentSucceeded,
  SubscriptionCancelled,
  SubscriptionCreated,
} from '#server/platform/paddle/port.ts';
import { CalendarDate } from '#shared/dates.ts';

const day = (text: string) => CalendarDate.parse(text);
const buyer = { billableId: 7, paddleUserId: 3, email: 'nora@example.test' };

function created(at: string, changes: Partial<SubscriptionCreated> = {}): DatedFact {
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

function paid(at: string, orderId: string, changes: Partial<PaymentSucceeded> = {}): DatedFact {
  return {
    occurredAt: new Date(at),
    fact: {
      type: 'subscription_payment_succeeded',
      subscriptionId: 1,
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

function cancelled(at: string, changes: Partial<SubscriptionCancelled> = {}): DatedFact {
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
