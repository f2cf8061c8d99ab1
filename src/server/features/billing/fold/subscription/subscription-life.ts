/** One subscription at Paddle, as the facts under its own reference tell it. */
import type { FoundSubscription } from '#server/features/billing/fold/internal-events.ts';
import type { SubscriptionProjection, TimedEvent } from '#server/features/billing/fold/projection.ts';
import type { SubscriptionCreated, SubscriptionStatus } from '#server/platform/paddle/facts.ts';
import { type CalendarDate, dayOf } from '#shared/dates.ts';
import type { SubscriptionSnapshot } from './order-updates.ts';

export interface SubscriptionLife {
  subscription: Omit<SubscriptionProjection, 'contactEmail' | 'paddleUserId'>;
  /** What the creation said: it stands until the payment for it is given back. */
  createdThrough: CalendarDate | null;
  trialThrough: CalendarDate | null;
  /** The latest day on which a cancellation may take effect; null when any may. */
  endsAtLatest: CalendarDate | null;
  /** When the last payment came, and the next charge it told of. */
  paid: { at: Date; nextBillOn: CalendarDate } | null;
  /** When a charge failed last. */
  failedAt: Date | null;
}

/** How it began: its creation, or Paddle's own view of it where the creation was lost. */
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
  };
}

/**
 * A cancellation lets the licence work through its effective date. A pause that has begun has already ended it, and days
 * that are owed are not given on credit: then the cancellation adds no day, or none after the day it comes.
 */
function latestEnd(
  { status, failedAttempts, pausedFrom, startedOn }: SubscriptionLife['subscription'],
  today: CalendarDate,
): CalendarDate | null {
  if (status === 'paused') return pausedFrom ?? startedOn;
  return status === 'past_due' || failedAttempts > 0 ? today : null;
}

const endsRenewing = (status: SubscriptionStatus) => status === 'paused' || status === 'deleted';

/** An ended subscription stays ended, whatever status a later alert reports. */
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

/** What an update of the same second is compared with. */
export const snapshotOf = ({
  subscription: { status, paddlePlanId, quantity },
}: SubscriptionLife): SubscriptionSnapshot => ({ status, planId: paddlePlanId, quantity });
