/** Defines the projection of a stream, which is computed from the log alone. */

import type {
  BuyerHints,
  PaddleFact,
  PauseReason,
  RefundKind,
  SubscriptionStatus,
} from '#server/platform/paddle/facts.ts';
import type { PaddleRef } from '#server/platform/paddle/reference.ts';
import type { CalendarDate } from '#shared/dates.ts';
import type { LicenceStatus } from '#shared/licences/licences.ts';
import type { Money } from '#shared/money.ts';
import type { InternalEvent } from './internal-events.ts';

export type BillingEvent = PaddleFact | InternalEvent;

/**
 * Returns the Paddle object that an event is about; null for the portal's own events, which are logged with their
 * stream.
 */
export function refOf([fact]: readonly BillingEvent[]): PaddleRef | null {
  return fact && !('by' in fact) ? fact.ref : null;
}

export interface TimedEvent {
  /** Paddle's `event_time`, to the second, or when the portal made the decision or finding. */
  occurredAt: Date;
  fact: BillingEvent;
}

export interface SubscriptionProjection {
  /** The Paddle subscription that these values describe: the stream's current one. */
  ref: PaddleRef;
  paddleUserId: number | null;
  paddlePlanId: number;
  contactEmail: string | null;
  status: SubscriptionStatus;
  quantity: number;
  startedOn: CalendarDate;
  trialEndsOn: CalendarDate | null;
  /** Date of Paddle's next charge; null if the subscription no longer renews. */
  nextBillOn: CalendarDate | null;
  pausedFrom: CalendarDate | null;
  pausedReason: PauseReason | null;
  /** Effective date of the cancellation. */
  endsOn: CalendarDate | null;
  /** Failed attempts since the last payment. */
  failedAttempts: number;
  /** Date of Paddle's next attempt; null if nothing failed or Paddle has stopped trying. */
  nextRetryOn: CalendarDate | null;
  updateUrl: string | null;
  cancelUrl: string | null;
}

/** A Paddle subscription that pays, or has paid, for the stream. */
export interface ReferenceProjection {
  ref: PaddleRef;
  /** When it replaced the previous one; null for the stream's first one. */
  linkedAt: Date | null;
  /** When it was replaced; null for the current one. */
  supersededAt: Date | null;
}

/** What a customer is entitled to: one licence. */
export interface EntitlementProjection {
  paddlePlanId: number;
  status: LicenceStatus;
  /** Type of the last event that changed the licence. */
  subscriptionState: string;
  quantity: number;
  startedOn: CalendarDate;
  periodStart: CalendarDate | null;
  /** Last day paid for and not refunded, or last day of a trial, a grant or an extension. */
  validUntil: CalendarDate;
  pausedFrom: CalendarDate | null;
  endsOn: CalendarDate | null;
  lastPaid: Money | null;
}

export interface ReceiptProjection {
  /** `payment:<Paddle's payment ID>`, or `order:<order ID>` if the alert has no payment ID. */
  reference: string;
  /**
   * Null for payments known only from reconciliation, because Paddle's list of payments contains neither order nor tax.
   */
  orderId: string | null;
  paddlePlanId: number | null;
  checkoutId: string | null;
  amount: Money;
  tax: Money | null;
  quantity: number;
  receiptUrl: string | null;
  paidAt: Date;
  /** All refunds of the payment together, VAT refunds included; `at` is the time of the last one. */
  refund: { kind: RefundKind; amount: Money; at: Date } | null;
}

export type FlagKind =
  | 'dispute'
  | 'high_risk'
  | 'partial_refund'
  | 'missing_at_paddle'
  | 'second_licence'
  /** Bought for an account already deleted here. An operator decides whether to refund it. */
  | 'paid_after_deletion'
  /** Bought for an account that doesn't exist here. */
  | 'unknown_account'
  | 'invoice_paid'
  /** A charge was moved by a whole period or more without a payment. */
  | 'charge_moved'
  /**
   * A pause ended and the next charge moved to a later date, but no payment followed. The licence isn't extended by
   * this.
   */
  | 'resumed_unpaid';

/** Something that a person has to look at. A flag never ends a licence. */
export interface FlagProjection {
  /** Permanent name within the stream, such as `dispute:<order ID>` or `risk:<case ID>`. */
  reference: string;
  kind: FlagKind;
  orderId: string | null;
  raisedAt: Date;
  /** Details: Paddle's status (`open`, `closed`, `pending`, `accepted`), an amount, or another stream. */
  detail: string;
  resolvedAt: Date | null;
}

export interface Projection {
  subscription: SubscriptionProjection | null;
  entitlement: EntitlementProjection | null;
  receipts: ReceiptProjection[];
  flags: FlagProjection[];
  /**
   * Flags to raise at their time, unless an event makes them unnecessary first. This is the only part that depends on
   * the clock.
   */
  laterFlags: FlagProjection[];
  /** The buyer as identified by the alerts. */
  buyer: BuyerHints;
  /** The customer named by a grant or a claim. */
  claim: { userId: number; how: 'granted' | 'administrator' | 'verified_email' } | null;
  /** A buyer's current address at Paddle; null in other kinds of stream. */
  contact: { paddleUserId: number; email: string; since: Date } | null;
  /** For a subscription's stream, its Paddle subscriptions in the order in which events first mention them. */
  references: ReferenceProjection[];
  /** The missing event that everything else depends on; null if none is missing. */
  waitsFor: string | null;
}

/**
 * Returns the flags raised by now, and when the next one is due; null if there is none. A flag for which `isRaised`
 * returns true stays raised, because the clocks of several processes differ and a slower one must not withdraw it.
 */
export function raisedBy(
  now: Date,
  { flags, laterFlags }: Pick<Projection, 'flags' | 'laterFlags'>,
  isRaised: (flag: FlagProjection) => boolean = () => false,
): { raised: FlagProjection[]; nextAt: Date | null } {
  const isDue = (flag: FlagProjection) => flag.raisedAt <= now || isRaised(flag);
  const later = laterFlags.filter((flag) => !isDue(flag)).map(({ raisedAt }) => raisedAt.getTime());
  return {
    raised: [...flags, ...laterFlags.filter(isDue)],
    nextAt: later.length === 0 ? null : new Date(Math.min(...later)),
  };
}
