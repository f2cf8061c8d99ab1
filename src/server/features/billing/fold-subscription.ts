/** The one place where a subscription's state comes from: a pure fold over the set of its events. */
import { type CalendarDate, dayOf, latestDay } from '#shared/dates.ts';
import type { Money } from '#shared/money.ts';
import type {
  BillingFact,
  BuyerHints,
  PaymentSucceeded,
  SubscriptionStatus,
} from '../../platform/paddle/port.ts';

export interface DatedFact {
  /** Paddle's `event_time`: one-second resolution. */
  occurredAt: Date;
  fact: BillingFact;
}

export interface Payment extends Omit<PaymentSucceeded, 'type' | 'buyer' | 'status'> {
  paidAt: Date;
}

export interface SubscriptionState {
  paddleSubscriptionId: number;
  paddlePlanId: number;
  status: SubscriptionStatus;
  quantity: number;
  startedOn: CalendarDate;
  trialEndsOn: CalendarDate | null;
  /** The day Paddle charges next; null once it has ended. */
  nextBillOn: CalendarDate | null;
  /** The last paid day, or the end of the trial. */
  validUntil: CalendarDate;
  periodStart: CalendarDate | null;
  lastPaid: Money | null;
  /** The day a cancellation takes effect. */
  endsOn: CalendarDate | null;
  updateUrl: string | null;
  cancelUrl: string | null;
  buyer: BuyerHints;
  /** The name of the last event that moved it. */
  lastEvent: BillingFact['type'];
  payments: Payment[];
}

/** Within one second a subscription is created, then paid, then ended: no other order is possible at Paddle. */
const rankInOneSecond = {
  subscription_created: 0,
  subscription_payment_succeeded: 1,
  subscription_cancelled: 2,
} as const satisfies Record<BillingFact['type'], number>;

function inEventOrder(a: DatedFact, b: DatedFact): number {
  return (
    a.occurredAt.getTime() - b.occurredAt.getTime() ||
    rankInOneSecond[a.fact.type] - rankInOneSecond[b.fact.type] ||
    // Equal in time and kind: any fixed order will do, as long as it does not depend on arrival.
    (JSON.stringify(a.fact) < JSON.stringify(b.fact) ? -1 : 1)
  );
}

function mergeBuyer(known: BuyerHints, told: BuyerHints): BuyerHints {
  return {
    billableId: told.billableId ?? known.billableId,
    paddleUserId: told.paddleUserId ?? known.paddleUserId,
    email: told.email ?? known.email,
  };
}

function toPayment({ occurredAt, fact }: { occurredAt: Date; fact: PaymentSucceeded }): Payment {
  const { type: _type, buyer: _buyer, status: _status, ...payment } = fact;
  return { ...payment, paidAt: occurredAt };
}

/**
 * Folds the events of one subscription, in whatever order they came. Null while its creation is unknown: the
 * others wait for it. Validity advances only by creation and by succeeded payments, and never goes back; an
 * ended subscription stays ended (CONTRACT section 2, PADDLE.md A2).
 */
export function foldSubscription(facts: readonly DatedFact[]): SubscriptionState | null {
  const ordered = [...facts].sort(inEventOrder);
  const creation = ordered.find(({ fact }) => fact.type === 'subscription_created');
  if (creation?.fact.type !== 'subscription_created') return null;
  const created = creation.fact;

  let state: SubscriptionState = {
    paddleSubscriptionId: created.subscriptionId,
    paddlePlanId: created.planId,
    status: created.status,
    quantity: created.quantity,
    startedOn: dayOf(creation.occurredAt),
    trialEndsOn: created.status === 'trialing' ? created.nextBillOn : null,
    nextBillOn: created.nextBillOn,
    validUntil: created.nextBillOn,
    periodStart: null,
    lastPaid: null,
    endsOn: null,
    updateUrl: created.updateUrl,
    cancelUrl: created.cancelUrl,
    buyer: created.buyer,
    lastEvent: 'subscription_created',
    payments: [],
  };
  const seenOrders = new Set<string>();

  for (const { occurredAt, fact } of ordered) {
    state = { ...state, buyer: mergeBuyer(state.buyer, fact.buyer) };
    switch (fact.type) {
      case 'subscription_created':
        break;
      case 'subscription_payment_succeeded': {
        if (seenOrders.has(fact.orderId)) break;
        seenOrders.add(fact.orderId);
        const ended = state.status === 'deleted';
        state = {
          ...state,
          status: ended ? 'deleted' : fact.status,
          paddlePlanId: ended ? state.paddlePlanId : fact.planId,
          quantity: ended ? state.quantity : fact.quantity,
          nextBillOn: ended ? null : fact.nextBillOn,
          validUntil: latestDay(state.validUntil, fact.nextBillOn) ?? fact.nextBillOn,
          periodStart: dayOf(occurredAt),
          lastPaid: fact.amount,
          lastEvent: ended ? state.lastEvent : fact.type,
          payments: [...state.payments, toPayment({ occurredAt, fact })],
        };
        break;
      }
      case 'subscription_cancelled':
        state = {
          ...state,
          status: 'deleted',
          nextBillOn: null,
          endsOn: latestDay(state.endsOn, fact.effectiveOn),
          lastEvent: fact.type,
        };
        break;
    }
  }
  return state;
}
