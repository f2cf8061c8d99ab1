/** Tracks the state of a single Paddle subscription, using only the facts with its own reference. */
import type { FoundSubscription } from '#server/features/billing/fold/internal-events.ts';
import type { SubscriptionProjection, TimedEvent } from '#server/features/billing/fold/projection.ts';
import type { SubscriptionCreated, SubscriptionStatus } from '#server/platform/paddle/facts.ts';
import { type CalendarDate, dayOf } from '#shared/dates.ts';
import { type ChargeState, type FutureCharges, unknownCharges } from './next-charge.ts';
import type { SubscriptionSnapshot } from './order-updates.ts';

export interface SubscriptionLife {
  subscription: Omit<SubscriptionProjection, 'contactEmail' | 'paddleUserId' | keyof FutureCharges>;
  /** Last paid day reported by the creation alert. It counts unless the payment for those days is fully refunded. */
  createdThrough: CalendarDate | null;
  trialThrough: CalendarDate | null;
  /** Latest day on which a cancellation can take effect; null if there is no limit. */
  endsAtLatest: CalendarDate | null;
  /** When the last payment was made, and the next billing date given in its alert. */
  paid: { at: Date; nextBillOn: CalendarDate } | null;
  /** When a charge last failed. */
  failedAt: Date | null;
  charges: ChargeState;
}

/**
 * The event with which a subscription began: its creation, or Paddle's own view of it if the creation alert was lost.
 */
export type Beginning = TimedEvent & { fact: SubscriptionCreated | FoundSubscription };

export function beginLife({ fact, occurredAt }: Beginning): SubscriptionLife {
  const isTold = fact.type === 'subscription_created';
  const isRunning = fact.status === 'active' || fact.status === 'trialing';
  const through = isRunning ? fact.nextBillOn : null;
  const isTrial = fact.status === 'trialing';
  return {
    subscription: {
      ref: fact.ref,
      paddlePlanId: fact.planId,
      status: fact.status,
      quantity: fact.quantity,
      startedOn: isTold ? dayOf(occurredAt) : fact.signedUpOn,
      trialEndsOn: isTrial ? through : null,
      nextBillOn: through,
      pausedFrom: isTold ? null : fact.pausedFrom,
      pausedReason: isTold ? null : fact.pausedReason,
      endsOn: null,
      failedAttempts: 0,
      nextRetryOn: null,
      updateUrl: fact.updateUrl,
      cancelUrl: fact.cancelUrl,
    },
    createdThrough: isTrial ? null : through,
    trialThrough: isTrial ? through : null,
    endsAtLatest: null,
    paid: null,
    failedAt: null,
    charges: unknownCharges(fact),
  };
}

/**
 * Returns the latest day on which a cancellation can take effect. Returns null if there is no limit; the licence then
 * works through the effective date. If a pause has already begun, the licence gets no days after it began. If a payment
 * is owed, it gets none after the day the cancellation arrives.
 */
function latestEnd(
  { status, failedAttempts, pausedFrom, startedOn }: SubscriptionLife['subscription'],
  today: CalendarDate,
): CalendarDate | null {
  if (status === 'paused') return pausedFrom ?? startedOn;
  return status === 'past_due' || failedAttempts > 0 ? today : null;
}

const endsRenewing = (status: SubscriptionStatus) => status === 'paused' || status === 'deleted';

/** Sets the status. An ended subscription stays ended, whatever status a later alert reports. */
export function setStatus(life: SubscriptionLife, status: SubscriptionStatus, at: Date): void {
  const { subscription } = life;
  if (subscription.status === 'deleted') return;
  if (status === 'deleted') {
    if (subscription.status === 'paused') subscription.endsOn = subscription.pausedFrom;
    life.endsAtLatest = latestEnd(subscription, dayOf(at));
  }
  if (status === 'deleted' || (subscription.status === 'paused' && status !== 'paused')) {
    subscription.pausedFrom = null;
    subscription.pausedReason = null;
  }
  subscription.status = status;
  if (endsRenewing(status)) {
    subscription.nextBillOn = null;
    subscription.nextRetryOn = null;
  }
}

/** Returns the values with which the `old_…` fields of updates in the same second are compared. */
export const snapshotOf = ({
  subscription: { status, paddlePlanId, quantity },
}: SubscriptionLife): SubscriptionSnapshot => ({ status, planId: paddlePlanId, quantity });
