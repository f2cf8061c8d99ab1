/** What can be done to the twin without HTTP: buyers' and sellers' actions, for proofs and the demo. */
import type { Money } from '#twin/catalogue/money.ts';
import type { Outcome } from '#twin/refusals.ts';
import type { RefundKind } from '#twin/state/truth.ts';

export interface Purchase {
  planId: number;
  /** 1 when not given. */
  quantity?: number;
  email: string;
  customerName?: string;
  /** ISO 3166; US when not given. */
  country?: string;
  coupon?: string;
  passthrough: string;
  /** `fails_later`: pays now, and no renewal. `works` when not given. */
  card?: 'works' | 'fails_later';
  /** When it happens by the twin's clock: at once when not given or passed already. Forgotten at the twin's end. */
  at?: Date;
}

export interface ChangeTerms {
  /** Whether what is left of the paid period counts: yes when not given, as at Paddle. */
  prorate?: boolean;
  /** Whether the difference is charged now: no when not given, as at Paddle. */
  billImmediately?: boolean;
}

/** Everything here happens at once, by the twin's clock; its alerts are under way when the call returns (`drain`). */
export interface TwinLife {
  /** The id of the new subscription, known at once even when `at` lies ahead. */
  subscribe(purchase: Purchase): number;
  /** Buys a product without an interval; the order id. */
  buyOnce(purchase: Omit<Purchase, 'card' | 'at'>): string;
  /** The next attempts to charge the card fail, renewals and retries alike. */
  failNextRenewals(subscriptionId: number, attempts: number): void;
  /** Whether the card pays from now on. Outstanding money is then asked for at once, as after the update page. */
  setCard(subscriptionId: number, works: boolean): void;
  swapPlan(subscriptionId: number, planId: number, terms?: ChangeTerms): Outcome;
  setQuantity(subscriptionId: number, quantity: number, terms?: ChangeTerms): Outcome;
  /** From the next bill date on. */
  pause(subscriptionId: number): Outcome;
  /** Takes an announced pause back, or starts a paused subscription again by charging it (147 when that fails). */
  resume(subscriptionId: number): Outcome;
  cancel(subscriptionId: number): Outcome;
  /** `amount` is what a partial refund gives back; full ones give back what is left, `vat` ones the tax. */
  refund(orderId: string, kind: RefundKind, amount?: Money): Outcome;
  dispute(orderId: string): Outcome;
  closeDispute(orderId: string): Outcome;
  /** Paddle suspects fraud in that order; the case id. */
  riskCase(orderId: string): number;
  decideRisk(caseId: number, verdict: 'accepted' | 'rejected'): Outcome;
  /** The buyer's address at Paddle, which every later alert carries (`update_audience_member`). */
  changeEmail(userId: number, email: string): Outcome;
  /** The buyer joins the seller's audience (`new_audience_member`). */
  joinAudience(userId: number): Outcome;
  /** Paddle pays the seller: `transfer_created` and `transfer_paid`. */
  payOut(): void;
  /**
   * Runs when the clock comes to that instant while it is moved (at the next occasion when it has passed), after the
   * alerts from before have been sent. Forgotten at the twin's end.
   */
  schedule(at: Date, work: () => void | Promise<void>): void;
}
