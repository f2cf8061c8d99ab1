/**
 * Changes the plan, quantity or passthrough, like `subscription/users/update`, following the rules of
 * docs/paddle-classic.md V6.
 */

import type { Plan } from '#twin/catalogue/catalogue.ts';
import { type Money, multiply } from '#twin/catalogue/money.ts';
import { priceOf, toUsd } from '#twin/catalogue/pricing.ts';
import { done, type Outcome, refused } from '#twin/refusals.ts';
import type { TwinSubscription } from '#twin/state/state.ts';
import type { Account } from './account.ts';
import { periodEnd, unusedShare } from './bill-dates.ts';
import { billOn } from './billing-run.ts';
import { cardPays, settle, taxIn } from './charge.ts';

export interface Change {
  /** Null keeps the current value, also for `quantity` and `passthrough`. */
  plan: Plan | null;
  quantity: number | null;
  passthrough: string | null;
  prorate: boolean;
  billImmediately: boolean;
}

/** Amounts up to US$0.70 are carried over to the next payment. */
const smallestChargeUsdCents = 70;

function whyNot(subscription: TwinSubscription, { plan, quantity, billImmediately }: Change): Outcome | null {
  const touchesPrice = plan !== null || quantity !== null;
  // Paddle doesn't document the codes for statuses that allow no change (docs/paddle-twin.md).
  if (subscription.status === 'deleted') return refused(119);
  if (subscription.status === 'paused') return refused(107);
  if (!touchesPrice) return null;
  if (subscription.status === 'trialing') return refused(107);
  if (subscription.status === 'past_due') return refused(146);
  const perSeat = plan?.perSeat ?? subscription.perSeat;
  if (subscription.perSeat && !perSeat) return refused(107);
  if (quantity !== null && quantity !== 1 && !perSeat) return refused(116);
  if (plan && plan.interval !== subscription.interval && !billImmediately) return refused(148);
  return null;
}

/** Returns the amount due for the change, in minor units; negative for a credit. */
function differenceOf(
  account: Account,
  before: TwinSubscription,
  after: TwinSubscription,
  { prorate, billImmediately }: Change,
): number {
  const oldPrice = multiply(before.unitPrice, before.quantity).minor;
  const newPrice = multiply(after.unitPrice, after.quantity).minor;
  const share = prorate ? unusedShare(before, account.today()) : 1;
  if (after.interval !== before.interval) return newPrice - (prorate ? Math.round(oldPrice * share) : 0);
  return prorate || billImmediately ? Math.round((newPrice - oldPrice) * share) : 0;
}

/**
 * Returns the subscription with the new plan and quantity at today's price. The bill date stays unless the interval
 * changes, in which case a new period starts today.
 */
function changed(account: Account, before: TwinSubscription, { plan, quantity, passthrough }: Change) {
  const after = { ...before, passthrough: passthrough ?? before.passthrough };
  if (plan) {
    const price = priceOf(plan, before);
    after.planId = plan.id;
    after.planName = plan.name;
    after.interval = plan.interval;
    after.perSeat = plan.perSeat;
    after.unitPrice = price.gross;
    after.unitTax = price.tax;
  }
  after.quantity = quantity ?? before.quantity;
  if (after.interval !== before.interval) {
    after.anchorDay = account.today();
    after.periods = 1;
    after.paidThrough = periodEnd(after);
    if (after.pausedFrom !== null) after.pausedFrom = after.paidThrough;
  }
  return after;
}

/** Changes a subscription. Nothing changes if Paddle refuses or the card can't pay an immediate charge (147). */
export function changeSubscription(
  account: Account,
  subscription: TwinSubscription,
  change: Change,
): Outcome {
  const refusal = whyNot(subscription, change);
  if (refusal) return refusal;
  const before = { ...subscription };
  const after = changed(account, before, change);
  const due: Money = {
    minor: differenceOf(account, before, after, change) + before.carriedMinor,
    currency: after.unitPrice.currency,
  };
  const isCharged = change.billImmediately && toUsd(due).minor > smallestChargeUsdCents;
  if (isCharged && !cardPays(subscription)) return refused(147);
  Object.assign(subscription, after, {
    failNext: subscription.failNext,
    carriedMinor: isCharged ? 0 : due.minor,
  });
  if (subscription.paidThrough !== before.paidThrough)
    billOn(account, subscription, subscription.paidThrough);
  account.tellUpdate(before, subscription);
  if (isCharged) settle(account, subscription, { gross: due, tax: taxIn(due, subscription) });
  account.changed();
  return done;
}
