/**
 * Actions of buyers, the seller and Paddle, for tests, proofs and the demo. They are function calls rather than HTTP
 * requests.
 */
import type { Money } from '#twin/catalogue/money.ts';
import type { Outcome } from '#twin/refusals.ts';
import type { RefundKind } from '#twin/state/truth.ts';

export interface Purchase {
  planId: number;
  /** Defaults to 1. */
  quantity?: number;
  email: string;
  customerName?: string;
  /** ISO 3166 code; defaults to US. */
  country?: string;
  coupon?: string;
  passthrough: string;
  /** With `fails_later`, the card pays now but declines every renewal. Defaults to `works`. */
  card?: 'works' | 'fails_later';
  /**
   * When the purchase happens by the twin's clock; immediately if omitted or in the past. If the twin stops before that
   * time, the purchase never happens.
   */
  at?: Date;
}

export interface ChangeTerms {
  /** Whether to credit the unused part of the paid period. Defaults to true, as at Paddle. */
  prorate?: boolean;
  /** Whether to charge the difference now. Defaults to false, as at Paddle. */
  billImmediately?: boolean;
  /** Whether to keep the amounts that modifiers add to later payments. Defaults to true, as at Paddle. */
  keepModifiers?: boolean;
}

/**
 * Actions take effect immediately, at the twin's current time. Their alerts may still be in flight when the call
 * returns; use `drain` to wait for them.
 */
export interface TwinLife {
  /** Returns the ID of the new subscription, even if it starts later (`at`). Throws if the plan isn't for sale. */
  subscribe(purchase: Purchase): number;
  /** Buys a one-off product and returns the order ID. Throws if the product isn't for sale. */
  buyOnce(purchase: Omit<Purchase, 'card' | 'at'>): string;
  /** Makes the next attempts to charge the card fail, both renewals and retries. */
  failNextRenewals(subscriptionId: number, attempts: number): void;
  /**
   * Sets whether the card pays. A card that pays is immediately charged for outstanding payments, as when the buyer
   * replaces it on the update page.
   */
  setCard(subscriptionId: number, works: boolean): void;
  swapPlan(subscriptionId: number, planId: number, terms?: ChangeTerms): Outcome;
  setQuantity(subscriptionId: number, quantity: number, terms?: ChangeTerms): Outcome;
  /**
   * Adds an amount, which may be negative, to the next payment (`isRecurring: false`) or to all later ones. Returns the
   * modifier's ID. Throws if the subscription has ended.
   */
  addModifier(
    subscriptionId: number,
    amount: Money,
    options?: { isRecurring?: boolean; description?: string },
  ): number;
  /** Pauses the subscription from its next bill date. */
  pause(subscriptionId: number): Outcome;
  /**
   * Withdraws an announced pause, or restarts a paused subscription by charging it. Refused (147) if the charge fails.
   */
  resume(subscriptionId: number): Outcome;
  cancel(subscriptionId: number): Outcome;
  /**
   * Refunds an order. `partial` needs `amount`; `full` defaults to everything not refunded yet; `vat` refunds the tax.
   */
  refund(orderId: string, kind: RefundKind, amount?: Money): Outcome;
  dispute(orderId: string): Outcome;
  closeDispute(orderId: string): Outcome;
  /** Opens a case of suspected fraud for an order and returns the case ID. */
  riskCase(orderId: string): number;
  decideRisk(caseId: number, verdict: 'accepted' | 'rejected'): Outcome;
  /**
   * Changes the buyer's e-mail address at Paddle and sends `update_audience_member`. All later alerts contain the new
   * address.
   */
  changeEmail(userId: number, email: string): Outcome;
  /** Adds the buyer to the seller's audience and sends `new_audience_member`. */
  joinAudience(userId: number): Outcome;
  /** Pays out the seller's earnings and sends `transfer_created` and `transfer_paid`. */
  payOut(): void;
  /**
   * Runs `work` when the clock reaches `at`, after all earlier alerts have been sent. If `at` has passed, runs it as
   * soon as possible. If the twin stops first, `work` never runs.
   */
  schedule(at: Date, work: () => void | Promise<void>): void;
}
