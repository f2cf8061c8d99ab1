/** Tracks the state of a single Paddle subscription, using only the facts with its own reference. */
import type {
  FoundSubscription,
  ImportedSubscription,
} from '#server/features/billing/fold/internal-events.ts';
import type { SubscriptionProjection, TimedEvent } from '#server/features/billing/fold/projection.ts';
import type { SubscriptionCreated, SubscriptionStatus } from '#server/platform/paddle/facts.ts';
import { type CalendarDate, dayOf, latestDay } from '#shared/dates.ts';
import { type ChargeState, changeTerms, type FutureCharges, unknownCharges } from './next-charge.ts';
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
  /** What the latest import said; null if the subscription wasn't imported. */
  imported: ImportedSubscription | null;
}

/**
 * The event with which a subscription began: its creation or, if that alert was lost, what another portal's database or
 * Paddle itself said about it.
 */
export type Beginning = TimedEvent & {
  fact: SubscriptionCreated | FoundSubscription | ImportedSubscription;
};

/** Returns the end of a trial, as an import said it. */
export const importedTrialOf = ({ trialEndsOn, validUntil }: ImportedSubscription): CalendarDate | null =>
  latestDay(trialEndsOn, validUntil);

const nextBillIn = (fact: Beginning['fact']): CalendarDate | null =>
  fact.type === 'subscription_imported' && fact.status === 'trialing'
    ? importedTrialOf(fact)
    : fact.nextBillOn;

export function beginLife({ fact, occurredAt }: Beginning): SubscriptionLife {
  const isTold = fact.type === 'subscription_created';
  const isRunning = fact.status === 'active' || fact.status === 'trialing';
  const through = isRunning ? nextBillIn(fact) : null;
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
      pausedReason: fact.type === 'subscription_found' ? fact.pausedReason : null,
      endsOn: fact.type === 'subscription_imported' ? fact.endsOn : null,
      failedAttempts: 0,
      nextRetryOn: null,
      updateUrl: fact.updateUrl,
      cancelUrl: fact.cancelUrl,
    },
    // The day of an import counts with the import itself, which says which orders paid for it.
    createdThrough: isTrial || fact.type === 'subscription_imported' ? null : through,
    trialThrough: isTrial ? through : null,
    endsAtLatest: null,
    paid: null,
    failedAt: null,
    charges: unknownCharges(fact),
    imported: null,
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

/** Sets the plan and the seats, which also changes what is known about the charges. */
export function setTerms(
  life: SubscriptionLife,
  terms: { planId: number; quantity: number },
  at: Date,
): void {
  const { planId, quantity } = terms;
  life.subscription.paddlePlanId = planId;
  life.subscription.quantity = quantity;
  life.charges = changeTerms(life.charges, { planId, quantity }, at);
}

/** Returns the values with which the `old_…` fields of updates in the same second are compared. */
export const snapshotOf = ({
  subscription: { status, paddlePlanId, quantity },
}: SubscriptionLife): SubscriptionSnapshot => ({ status, planId: paddlePlanId, quantity });
