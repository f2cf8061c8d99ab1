/** Defines the projection of a stream, which is computed from the log alone. */

import type {
  BuyerHints,
  PaddleFact,
  PauseReason,
  RefundKind,
  SubscriptionStatus,
} from '#server/platform/paddle/facts.ts';
import type { PaddleRef } from '#server/platform/paddle/reference.ts';
import type { FlagKind } from '#shared/billing/flags.ts';
import type { Frequency, Plan } from '#shared/catalogue/catalogue.ts';
import type { DatedAmount } from '#shared/dated-amount.ts';
import type { CalendarDate } from '#shared/dates.ts';
import type { LicenceStatus } from '#shared/licences/licences.ts';
import type { Money } from '#shared/money.ts';
import type { InternalEvent } from './internal-events.ts';
import type { PartPayment } from './part-payments.ts';

export type BillingEvent = PaddleFact | InternalEvent;

/**
 * Returns the Paddle object that an event is about; null for the portal's own events, which are logged with their
 * stream.
 */
export function refOf([fact]: readonly BillingEvent[]): PaddleRef | null {
  return fact && !('by' in fact) ? fact.ref : null;
}

export interface TimedEvent {
  /** Paddle's `event_time`, to the second. For the portal's own events, the time of the decision or finding. */
  occurredAt: Date;
  fact: BillingEvent;
}

/** What the fold reads besides the events. */
export interface FoldContext {
  /** Returns how often a plan is billed, by its Paddle ID; null if the catalogue doesn't have the plan. */
  frequencyOf: (paddlePlanId: number) => Frequency | null;
}

/** Returns the context for a catalogue. */
export function foldContext(plans: Iterable<Pick<Plan, 'paddlePlanId' | 'frequency'>>): FoldContext {
  const frequencies = new Map([...plans].map(({ paddlePlanId, frequency }) => [paddlePlanId, frequency]));
  return { frequencyOf: (id) => frequencies.get(id) ?? null };
}

export interface SubscriptionProjection {
  /** The Paddle subscription that these values describe, which is the stream's current one. */
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
  /** Day on which the cancellation takes effect; null if the subscription isn't cancelled. */
  endsOn: CalendarDate | null;
  /** Number of failed attempts to charge since the last payment. */
  failedAttempts: number;
  /** Date of Paddle's next attempt to charge; null if no charge failed or Paddle has stopped trying. */
  nextRetryOn: CalendarDate | null;
  updateUrl: string | null;
  cancelUrl: string | null;
  /** Amount of Paddle's next charge; null if it is unknown, or if there is none. */
  nextCharge: Money | null;
  /** The price of a period with the present plan and seats once no credit is left; null if it is unknown. */
  periodPrice: Money | null;
  /** The first charge above 0, as calculated, if a credit covers the next one; otherwise null. */
  firstCharge: DatedAmount | null;
}

/** A Paddle subscription that pays, or has paid, for the stream. */
export interface ReferenceProjection {
  ref: PaddleRef;
  /** When this subscription replaced the previous one; null for the stream's first subscription. */
  linkedAt: Date | null;
  /** When this subscription was replaced; null for the current one. */
  supersededAt: Date | null;
}

/** One licence that a customer is entitled to. */
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
  /** Amount of the last payment, which may have paid for a part of a period; null if nothing was paid. */
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
  /**
   * All refunds of the payment combined, VAT refunds included; null if there are none. `at` is the time of the last
   * refund.
   */
  refund: { kind: RefundKind; amount: Money; at: Date } | null;
  /** What a payment within a period was for; null if it paid for a whole period, or wasn't recurring. */
  part: PartPayment | null;
  /** Identifies the company and VAT number that were sent with the pay link; null if none were, or it is unknown. */
  billingDetailsId: string | null;
}

/** Something that a person has to look into. A flag never ends a licence. */
export interface FlagProjection {
  /**
   * Name of the flag, which never changes and is unique in the stream, such as `dispute:<order ID>` or `risk:<case
   * ID>`.
   */
  reference: string;
  kind: FlagKind;
  orderId: string | null;
  raisedAt: Date;
  /** Details of the flag: Paddle's status (`open`, `closed`, `pending`, `accepted`), an amount, or another stream. */
  detail: string;
  resolvedAt: Date | null;
  /** When the customer said that they want both licences; null if they haven't. Only for `second_licence`. */
  wantedAt: Date | null;
}

export interface Projection {
  subscription: SubscriptionProjection | null;
  entitlement: EntitlementProjection | null;
  receipts: ReceiptProjection[];
  flags: FlagProjection[];
  /**
   * Flags to raise later, each at its own time, unless an event makes it unnecessary first. This is the only part of a
   * projection that depends on the clock.
   */
  laterFlags: FlagProjection[];
  /** The buyer as identified by the alerts. */
  buyer: BuyerHints;
  /** The customer named by a grant or a claim. */
  claim: { userId: number; how: 'granted' | 'administrator' | 'verified_email' } | null;
  /** The current address of a Paddle customer, in the stream about that customer; null in other kinds of stream. */
  contact: { paddleUserId: number; email: string; since: Date } | null;
  /**
   * In a subscription's stream, the Paddle subscriptions that pay or have paid for it, in the order in which events
   * first mention them.
   */
  references: ReferenceProjection[];
  /**
   * In a subscription's stream, the last day covered by money: by a payment above 0 that wasn't fully refunded, or by a
   * moved charge. Trials and extensions don't count. Null if there is no such day.
   */
  paidThrough: CalendarDate | null;
  /**
   * Whether the entitlement only has free days that don't count, because the licence that they were meant to continue
   * didn't move. No licence is issued for it before the first payment.
   */
  isWithheld: boolean;
  /** The missing event that the fold needs before anything else; null if none is missing. */
  waitsFor: string | null;
}

/**
 * Returns the flags raised by now, and the time at which the next one is due (null if there is none). A flag for which
 * `isRaised` returns true stays raised, because clocks differ between processes and a process whose clock is slow must
 * not withdraw it.
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
