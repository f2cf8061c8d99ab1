/** Applies a single fact to the state of a subscription's stream. */
import { raise, raisePartialRefund, resolve } from '#server/features/billing/fold/fold-decisions.ts';
import type { FoundPayment, FoundSubscription } from '#server/features/billing/fold/internal-events.ts';
import { flaggedAt, type MovedCharge, movedCharge } from '#server/features/billing/fold/moved-charges.ts';
import { termsChangeIn } from '#server/features/billing/fold/part-payments.ts';
import { addFoundPayment, addPayment } from '#server/features/billing/fold/payment-ledger.ts';
import type {
  PaymentRefunded,
  PaymentSucceeded,
  SubscriptionFact,
  SubscriptionUpdated,
} from '#server/platform/paddle/facts.ts';
import { dayOf, latestDay } from '#shared/dates.ts';
import { toDecimal } from '#shared/money.ts';
import { addReport } from './next-charge.ts';
import { settleOrphan } from './step-imported.ts';
import { isCurrent, mergeBuyer, type Reference, type StreamState } from './stream-state.ts';
import { type SubscriptionLife, setStatus, setTerms } from './subscription-life.ts';

const flagKindOf = { moved: 'charge_moved', resumed: 'resumed_unpaid' } as const;

export const moveFlag = (stream: string, { how, through }: MovedCharge): string =>
  `${flagKindOf[how]}:${stream}+${through}`;

/**
 * Records a moved charge and its flag. If a payment later explains the move, the flag disappears as if it had never
 * been raised.
 */
function noteMove(state: StreamState, life: SubscriptionLife, fact: SubscriptionUpdated, at: Date): void {
  // If a charge failed in the same second, a payment is owed, whatever status another update of that second reports.
  const failsWithIt = life.failedAt?.getTime() === at.getTime();
  const hasFailed = failsWithIt || life.subscription.failedAttempts > 0;
  const move = movedCharge(fact, { ...life.subscription, hasFailed, failsWithIt }, at);
  if (move === null) return;
  state.moves.push(move);
  raise(state.decisions, {
    reference: moveFlag(state.stream, move),
    kind: flagKindOf[move.how],
    detail: `${move.from} to ${move.through}`,
    at: flaggedAt(move),
  });
}

/** Records a refund. Returns false if only tax was refunded, because that can't change the licence. */
function refund(state: StreamState, fact: PaymentRefunded, at: Date): boolean {
  const { orderId, paymentId, kind, amount } = fact;
  state.ledger.refunds.push({ orderId, paymentId, kind, amount, at });
  if (kind === 'partial') raisePartialRefund(state.decisions, { about: orderId, orderId, amount, at });
  return kind !== 'vat';
}

/**
 * Returns whether a payment of 0 is for the free days of a subscription that was bought to continue an ended one. Those
 * days belong to an earlier payment. If the creation alert was lost, only the payment's own alert reports the trial.
 */
function isFreePayment({ isKept, life }: Reference, fact: PaymentSucceeded | FoundPayment): boolean {
  if (!isKept || fact.amount.minor !== 0) return false;
  const isFound = fact.type === 'payment_found';
  const through = isFound ? fact.paidThrough : fact.nextBillOn;
  const isReportedTrial = !isFound && fact.status === 'trialing';
  const trialThrough = life?.trialThrough ?? (isReportedTrial ? through : null);
  return trialThrough !== null && through <= trialThrough;
}

/**
 * Adds a payment, from its alert or found by reconciliation. A payment doesn't reinstate a revoked licence, so a person
 * has to decide about it. An alert that arrives later raises the same flag.
 */
export function pay(
  { ledger, decisions }: StreamState,
  reference: Reference,
  fact: PaymentSucceeded | FoundPayment,
  at: Date,
): void {
  const isFound = fact.type === 'payment_found';
  const { amount } = fact;
  const isFree = isFreePayment(reference, fact);
  const added = isFound
    ? addFoundPayment(ledger, fact, { isFree })
    : addPayment(ledger, fact, at, { isFree });
  const { revokedAt } = decisions;
  if (added === null || revokedAt === null || amount.minor === 0) return;
  // Reconciliation may find a payment that was made before the licence was revoked.
  if (isFound && fact.paidOn < dayOf(revokedAt)) return;
  raise(decisions, {
    ...{ reference: `paid_while_revoked:${added}`, kind: 'paid_while_revoked', at },
    orderId: isFound ? null : fact.orderId,
    detail: `${toDecimal(amount)} ${amount.currency}`,
  });
}

/**
 * Applies a fact about a superseded reference, or one whose start is unknown. For these, only payments and refunds
 * count.
 */
export function stepPast(state: StreamState, reference: Reference, fact: SubscriptionFact, at: Date): void {
  if (fact.type === 'subscription_payment_succeeded') pay(state, reference, fact, at);
  if (fact.type === 'subscription_payment_refunded' && refund(state, fact, at)) state.lastEvent = fact.type;
}

/** Applies a fact about the current reference, or about one that hasn't been linked yet. */
export function stepAlert(
  state: StreamState,
  reference: Reference & { life: SubscriptionLife },
  fact: SubscriptionFact,
  at: Date,
): void {
  state.buyer = mergeBuyer(state.buyer, fact.buyer);
  const isMoved = stepLife(state, reference, fact, at);
  settleOrphan(state, reference, at);
  if (isMoved && isCurrent(state, reference)) state.lastEvent = fact.type;
}

/** Applies a fact to the state of one subscription. Returns true if the fact changed the licence. */
function stepLife(
  state: StreamState,
  reference: Reference & { life: SubscriptionLife },
  fact: SubscriptionFact,
  at: Date,
): boolean {
  const { life } = reference;
  const { subscription } = life;
  const hasEnded = subscription.status === 'deleted';
  switch (fact.type) {
    case 'subscription_created':
      return false;
    case 'subscription_updated': {
      subscription.updateUrl = fact.updateUrl ?? subscription.updateUrl;
      subscription.cancelUrl = fact.cancelUrl ?? subscription.cancelUrl;
      if (hasEnded) return false;
      const change = termsChangeIn(fact, at);
      if (change) state.ledger.changes.push(change);
      noteMove(state, life, fact, at);
      setStatus(life, fact.status, at);
      setTerms(life, { planId: fact.planId, quantity: fact.quantity ?? subscription.quantity }, at);
      subscription.pausedFrom = fact.pausedFrom;
      subscription.pausedReason = fact.pausedReason;
      // Only these statuses set the day of the next charge. While the subscription is past due, `nextBillOn` is the
      // date of the next attempt and is ignored. A payment in the same second takes precedence, because it caused the
      // update.
      if (fact.status === 'active' || fact.status === 'trialing') {
        const paid = life.paid?.at.getTime() === at.getTime() ? life.paid : null;
        subscription.nextBillOn = paid?.nextBillOn ?? fact.nextBillOn ?? subscription.nextBillOn;
      }
      if (fact.status === 'active') {
        subscription.failedAttempts = 0;
        subscription.nextRetryOn = null;
      }
      if (fact.status === 'trialing') {
        life.trialThrough = latestDay(life.trialThrough, fact.nextBillOn);
        subscription.trialEndsOn = life.trialThrough;
      }
      return true;
    }
    case 'subscription_payment_succeeded': {
      pay(state, reference, fact, at);
      life.paid = { at, nextBillOn: fact.nextBillOn };
      // A payment whose status is `deleted` was made after the subscription had ended, even if both happened in the
      // same second.
      if (hasEnded || fact.status === 'deleted') return false;
      setStatus(life, fact.status, at);
      life.charges = addReport(life.charges, { at, fact });
      subscription.paddlePlanId = fact.planId;
      subscription.quantity = fact.quantity;
      subscription.nextBillOn = fact.nextBillOn;
      subscription.failedAttempts = 0;
      subscription.nextRetryOn = null;
      // A payment for days after a scheduled pause means that the pause was withdrawn, even if that alert was lost.
      if (subscription.pausedFrom !== null && fact.nextBillOn > subscription.pausedFrom) {
        subscription.pausedFrom = null;
        subscription.pausedReason = null;
      }
      return true;
    }
    case 'subscription_payment_failed': {
      subscription.updateUrl = fact.updateUrl ?? subscription.updateUrl;
      subscription.cancelUrl = fact.cancelUrl ?? subscription.cancelUrl;
      life.failedAt = at;
      if (hasEnded) return false;
      // Other statuses are ignored, because a failed payment never makes a subscription active.
      if (fact.status === 'past_due' || fact.status === 'paused') setStatus(life, fact.status, at);
      subscription.failedAttempts = fact.attempt;
      subscription.nextRetryOn = fact.nextRetryOn;
      return true;
    }
    case 'subscription_payment_refunded':
      return refund(state, fact, at);
    case 'subscription_cancelled': {
      setStatus(life, 'deleted', at);
      const { endsAtLatest } = life;
      const isTooLate = endsAtLatest !== null && fact.effectiveOn > endsAtLatest;
      subscription.endsOn = latestDay(subscription.endsOn, isTooLate ? endsAtLatest : fact.effectiveOn);
      return true;
    }
  }
}

/** Applies Paddle's own view of the subscription, as found by reconciliation. */
export function stepFound(
  state: StreamState,
  reference: Reference & { life: SubscriptionLife },
  fact: FoundSubscription,
  at: Date,
): void {
  const { life } = reference;
  const { subscription } = life;
  resolve(state.decisions, `missing:${state.stream}`, at);
  state.buyer = mergeBuyer(
    { billableId: null, paddleUserId: fact.paddleUserId, email: fact.email },
    state.buyer,
  );
  subscription.updateUrl = fact.updateUrl ?? subscription.updateUrl;
  subscription.cancelUrl = fact.cancelUrl ?? subscription.cancelUrl;
  if (subscription.status === 'deleted') return;
  setStatus(life, fact.status, at);
  setTerms(life, fact, at);
  subscription.pausedFrom = fact.pausedFrom;
  subscription.pausedReason = fact.pausedReason;
  if (fact.status === 'active' || fact.status === 'trialing') {
    subscription.nextBillOn = fact.nextBillOn;
    subscription.failedAttempts = 0;
    subscription.nextRetryOn = null;
  }
  if (fact.status === 'trialing') {
    life.trialThrough = latestDay(life.trialThrough, fact.nextBillOn);
    subscription.trialEndsOn = life.trialThrough;
  }
  settleOrphan(state, reference, at);
  if (isCurrent(state, reference)) state.lastEvent = fact.type;
}
