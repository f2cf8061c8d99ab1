/**
 * The rules for continuing an ended subscription: who may, on which terms, and whether a purchase made for it gets the
 * licence. They make sure that nobody gains a day by it (docs/architecture.md, "Keep my licence").
 */
import type { KeepRefusal } from '#server/features/billing/fold/internal-events.ts';
import type { SubscriptionStatus } from '#server/platform/paddle/facts.ts';
import { isSameRef, type PaddleRef } from '#server/platform/paddle/reference.ts';
import type { KeepPayment } from '#shared/billing/keep.ts';
import { type CalendarDate, daysBetween } from '#shared/dates.ts';
import type { ErrorCode } from '#shared/errors.ts';
import type { LicenceStatus } from '#shared/licences/licences.ts';

/** An ended licence, as far as it matters for continuing it. */
export interface EndedLicence {
  status: LicenceStatus;
  /** Null if the licence was granted or paid once. */
  subscriptionStatus: SubscriptionStatus | null;
  /** Last day covered by money, as in the projection of the stream. */
  paidThrough: CalendarDate | null;
  /** Whether anything above 0 was ever paid for the licence, even if it was refunded. */
  hasBeenPaid: boolean;
  hasOpenDispute: boolean;
}

/** Returns why the licence can't be continued; null if it can. */
export function forbidsKeep(ended: EndedLicence): ErrorCode | null {
  if (ended.subscriptionStatus === null) return 'no_subscription';
  if (ended.status === 'revoked') return 'licence_revoked';
  if (ended.subscriptionStatus !== 'deleted') return 'keep_not_ended';
  if (ended.hasOpenDispute) return 'dispute_open';
  // After a trial, the customer buys like anyone else. Otherwise trials could be repeated under the same licence.
  if (ended.paidThrough === null && !ended.hasBeenPaid) return 'keep_after_trial';
  return null;
}

/**
 * Returns the number of days from today to the last paid day; 0 if no later day is paid for. Only a cancellation leaves
 * such days: after a refund, days of other payments may remain, but a new period is charged at once.
 */
export function freeDaysLeft(
  { status, paidThrough }: Pick<EndedLicence, 'status' | 'paidThrough'>,
  today: CalendarDate,
): number {
  if (status !== 'cancelled' || paidThrough === null) return 0;
  return Math.max(0, daysBetween(today, paidThrough));
}

/** What a customer asked for when the pay link was made. */
export interface KeepIntent {
  userId: number;
  /** Paddle's ID of the plan. */
  paddlePlanId: number;
  quantity: number;
  payment: KeepPayment;
  /** The subscription that had ended. */
  ended: PaddleRef;
  /** Last day already paid for; null if no later day than that of the link was. */
  paidThrough: CalendarDate | null;
  /** Last day on which the link can be paid. */
  linkExpiresOn: CalendarDate;
  /**
   * `closed`: something else became of it. An intent whose link has expired is still `open`, because the alert of a
   * purchase made in time may arrive later.
   */
  state: 'open' | 'used' | 'closed';
}

/** A subscription bought with a link that carries an intent. */
export interface KeptPurchase {
  boughtOn: CalendarDate;
  /** The customer in its passthrough. */
  customerId: number | null;
  paddlePlanId: number;
  quantity: number;
  status: SubscriptionStatus;
  nextBillOn: CalendarDate | null;
  /** Whether a licence of its own has already been issued for it. */
  hasLicence: boolean;
}

/** The licence to continue, in its state when the purchase is decided about. */
export interface KeptLicence {
  ownerId: number | null;
  /** The current subscription of the licence. */
  current: { ref: PaddleRef; status: SubscriptionStatus } | null;
  isRevoked: boolean;
  hasOpenDispute: boolean;
}

function refusesIntent(intent: KeepIntent, purchase: KeptPurchase, licence: KeptLicence): KeepRefusal | null {
  if (intent.state === 'used') return 'intent_used';
  if (intent.state === 'closed') return 'intent_closed';
  if (purchase.boughtOn > intent.linkExpiresOn) return 'link_expired';
  const isOwner = purchase.customerId === intent.userId && licence.ownerId === intent.userId;
  return isOwner ? null : 'other_owner';
}

function refusesLicence(intent: KeepIntent, { current, ...licence }: KeptLicence): KeepRefusal | null {
  if (current === null || !isSameRef(current.ref, intent.ended)) return 'subscription_changed';
  if (current.status !== 'deleted') return 'not_ended';
  if (licence.isRevoked) return 'licence_revoked';
  return licence.hasOpenDispute ? 'dispute_open' : null;
}

function refusesTerms(intent: KeepIntent, purchase: KeptPurchase): KeepRefusal | null {
  if (purchase.paddlePlanId !== intent.paddlePlanId) return 'other_plan';
  if (purchase.quantity !== intent.quantity) return 'other_quantity';
  if (intent.payment === 'today') return purchase.status === 'active' ? null : 'unexpected_status';
  if (purchase.status !== 'trialing') return 'unexpected_status';
  const { nextBillOn } = purchase;
  const isInTime = nextBillOn !== null && intent.paidThrough !== null && nextBillOn <= intent.paidThrough;
  return isInTime ? null : 'too_many_days';
}

/**
 * Returns why the licence doesn't move to the purchase; null if it does. `intent` is null if the portal never stored
 * it.
 */
export function refusesPurchase(
  intent: KeepIntent | null,
  purchase: KeptPurchase,
  licence: KeptLicence,
): KeepRefusal | null {
  if (intent === null) return 'unknown_intent';
  return (
    refusesIntent(intent, purchase, licence) ??
    refusesLicence(intent, licence) ??
    refusesTerms(intent, purchase) ??
    (purchase.hasLicence ? 'has_licence' : null)
  );
}
