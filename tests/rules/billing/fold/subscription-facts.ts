import { foldStream } from '#server/features/billing/fold/fold-stream.ts';
import type { InternalEvent } from '#server/features/billing/fold/internal-events.ts';
import type { TimedEvent } from '#server/features/billing/fold/projection.ts';
import type {
  PaymentFailed,
  PaymentRefunded,
  PaymentSucceeded,
  SubscriptionCancelled,
  SubscriptionCreated,
  SubscriptionUpdated,
} from '#server/platform/paddle/facts.ts';
import { classicRef } from '#server/platform/paddle/reference.ts';
import { CalendarDate } from '#shared/dates.ts';

export const day = (text: string) => CalendarDate.parse(text);
export const ref = classicRef('subscription', 1);
export const buyer = { billableId: 7, paddleUserId: 3, email: 'nora@example.test' };

export function created(at: string, changes: Partial<SubscriptionCreated> = {}): TimedEvent {
  return {
    occurredAt: new Date(at),
    fact: {
      type: 'subscription_created',
      ref,
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

export function paid(at: string, orderId: string, changes: Partial<PaymentSucceeded> = {}): TimedEvent {
  return {
    occurredAt: new Date(at),
    fact: {
      type: 'subscription_payment_succeeded',
      ref,
      paymentId: Number(orderId.split('-')[1]),
      planId: 100,
      status: 'active',
      quantity: 1,
      nextBillOn: day('2026-02-12'),
      orderId,
      checkoutId: null,
      amount: { minor: 900, currency: 'USD' },
      tax: null,
      nextCharge: { minor: 900, currency: 'USD' },
      country: null,
      receiptUrl: null,
      buyer,
      ...changes,
    },
  };
}

export function cancelled(at: string, changes: Partial<SubscriptionCancelled> = {}): TimedEvent {
  return {
    occurredAt: new Date(at),
    fact: {
      type: 'subscription_cancelled',
      ref,
      planId: 100,
      quantity: 1,
      effectiveOn: day('2026-03-12'),
      buyer,
      ...changes,
    },
  };
}

export function updated(at: string, changes: Partial<SubscriptionUpdated> = {}): TimedEvent {
  return {
    occurredAt: new Date(at),
    fact: {
      type: 'subscription_updated',
      ref,
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

export function failed(at: string, changes: Partial<PaymentFailed> = {}): TimedEvent {
  return {
    occurredAt: new Date(at),
    fact: {
      type: 'subscription_payment_failed',
      ref,
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

export function refunded(at: string, orderId: string, changes: Partial<PaymentRefunded> = {}): TimedEvent {
  return {
    occurredAt: new Date(at),
    fact: {
      type: 'subscription_payment_refunded',
      ref,
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

export const own = (at: string, fact: InternalEvent): TimedEvent => ({ occurredAt: new Date(at), fact });

export const stream = 'subscription:1';
export const context = { frequencyOf: () => 'Monthly' as const };
export const projectionOf = (facts: readonly TimedEvent[]) => foldStream(stream, facts, context);

/**
 * Folds the events and merges the parts of the projection into one object. Returns null if the projection has no
 * subscription or no entitlement.
 */
export function foldSubscription(facts: readonly TimedEvent[]) {
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

export const bought = [created('2026-01-12T09:14:00Z'), paid('2026-01-12T09:14:00Z', '1-1')];
export const renewed = [...bought, paid('2026-02-12T06:00:00Z', '1-2', { nextBillOn: day('2026-03-12') })];
export const ended = [...renewed, cancelled('2026-02-20T10:00:00Z')];
