/**
 * Changes the plan, quantity, price or passthrough, like `subscription/users/update`, following the rules of
 * docs/paddle-classic.md V6. Previews use the same calculation, so they always match the charge.
 */

import type { CalendarDate } from '#shared/dates.ts';
import type { Account } from '#twin/account/account.ts';
import { periodEnd, unusedPart } from '#twin/account/bill-dates.ts';
import { billOn } from '#twin/account/billing-run.ts';
import { amountDue, cardPays, settle, taxIn } from '#twin/account/charge.ts';
import type { Plan } from '#twin/catalogue/catalogue.ts';
import { type Money, multiply } from '#twin/catalogue/money.ts';
import { isTooLow, priceOf } from '#twin/catalogue/pricing.ts';
import { done, type Outcome, refused } from '#twin/refusals.ts';
import type { TwinSubscription } from '#twin/state/state.ts';

export interface Change {
  /** Null keeps the current plan. A null `quantity`, `unitPrice` or `passthrough` keeps its current value too. */
  plan: Plan | null;
  quantity: number | null;
  /** Price of one unit, including tax, that replaces the plan's price. */
  unitPrice: Money | null;
  passthrough: string | null;
  prorate: boolean;
  billImmediately: boolean;
  keepModifiers: boolean;
}

type Refused = Exclude<Outcome, { status: 'done' }>;

const touchesPrice = ({ plan, quantity, unitPrice }: Change): boolean =>
  plan !== null || quantity !== null || unitPrice !== null;

function whyNot(subscription: TwinSubscription, change: Change): Outcome {
  const { plan, quantity, unitPrice, billImmediately } = change;
  // Paddle doesn't document which error codes it returns for statuses that allow no change (docs/paddle-twin.md).
  if (subscription.status === 'deleted') return refused(119);
  if (subscription.status === 'paused') return refused(107);
  if (!touchesPrice(change)) return done;
  if (subscription.status === 'trialing') return refused(107);
  if (subscription.status === 'past_due') return refused(146);
  const perSeat = plan?.perSeat ?? subscription.perSeat;
  if (subscription.perSeat && !perSeat) return refused(107);
  if (quantity !== null && quantity !== 1 && !perSeat) return refused(116);
  if (unitPrice && unitPrice.currency !== subscription.unitPrice.currency) return refused(109);
  if (unitPrice && isTooLow(unitPrice)) return refused(143);
  if (plan && plan.interval !== subscription.interval && !billImmediately) return refused(148);
  return done;
}

/**
 * Returns the amount due for the change, in minor units; negative for a credit. Discounts and modifiers are left out of
 * the calculation.
 */
function differenceOf(
  today: CalendarDate,
  before: TwinSubscription,
  after: TwinSubscription,
  { prorate, billImmediately }: Change,
): number {
  const oldPrice = multiply(before.unitPrice, before.quantity).minor;
  const newPrice = multiply(after.unitPrice, after.quantity).minor;
  if (after.interval !== before.interval) {
    return newPrice - (prorate ? unusedPart(oldPrice, before, today) : 0);
  }
  if (prorate) return unusedPart(newPrice - oldPrice, before, today);
  return billImmediately ? newPrice - oldPrice : 0;
}

/**
 * Returns the subscription with the new plan and quantity at today's price. The bill date stays the same unless the
 * interval changes, in which case a new period starts today.
 */
function changed(account: Account, before: TwinSubscription, change: Change): TwinSubscription {
  const { plan, quantity, unitPrice, passthrough, keepModifiers } = change;
  const after = { ...before, passthrough: passthrough ?? before.passthrough };
  if (!touchesPrice(change)) return after;
  if (plan) {
    const price = priceOf(plan, before);
    after.planId = plan.id;
    after.planName = plan.name;
    after.interval = plan.interval;
    after.perSeat = plan.perSeat;
    after.unitPrice = price.gross;
    after.unitTax = price.tax;
  }
  if (unitPrice) {
    after.unitTax = taxIn(unitPrice, after);
    after.unitPrice = unitPrice;
  }
  after.quantity = quantity ?? before.quantity;
  after.discount = null;
  if (!keepModifiers) after.modifiers = [];
  if (after.interval !== before.interval) {
    after.anchorDay = account.today();
    after.periods = 1;
    after.paidThrough = periodEnd(after);
    after.nextBillDate = after.paidThrough;
    if (after.pausedFrom !== null) after.pausedFrom = after.paidThrough;
  }
  return after;
}

interface Terms {
  status: 'possible';
  /** The subscription as it is after the change, including the amount carried over to its next payment. */
  after: TwinSubscription;
  /** Amount charged today; zero if it is carried over. */
  today: Money;
}

/** Calculates the effect of a change without making it. Doesn't check whether the card will pay. */
function termsOf(account: Account, before: TwinSubscription, change: Change): Terms | Refused {
  const refusal = whyNot(before, change);
  if (refusal.status === 'refused') return refusal;
  const after = changed(account, before, change);
  const { currency } = after.unitPrice;
  const difference = touchesPrice(change) ? differenceOf(account.today(), before, after, change) : 0;
  const due = { minor: difference + before.carriedMinor, currency };
  // An amount that is too low to charge is carried over to the next payment.
  const isCharged = touchesPrice(change) && change.billImmediately && !isTooLow(due);
  after.carriedMinor = isCharged ? 0 : due.minor;
  return { status: 'possible', after, today: isCharged ? due : { minor: 0, currency } };
}

export interface Preview {
  status: 'possible';
  after: TwinSubscription;
  today: Money;
  next: { amount: Money; on: CalendarDate } | null;
}

/** Returns the amounts that a change would charge today and at the next payment. Doesn't make the change. */
export function previewChange(
  account: Account,
  subscription: TwinSubscription,
  change: Change,
): Preview | Refused {
  const terms = termsOf(account, subscription, change);
  if (terms.status === 'refused') return terms;
  const { after } = terms;
  const next = after.nextBillDate === null ? null : { amount: amountDue(after), on: after.nextBillDate };
  return { ...terms, next };
}

/** Changes a subscription. Nothing changes if Paddle refuses or the card can't pay an immediate charge (147). */
export function changeSubscription(
  account: Account,
  subscription: TwinSubscription,
  change: Change,
): Outcome {
  const before = { ...subscription };
  const terms = termsOf(account, before, change);
  if (terms.status === 'refused') return terms;
  const { after, today } = terms;
  const isCharged = today.minor > 0;
  if (isCharged && !cardPays(subscription)) return refused(147);
  Object.assign(subscription, after, { failNext: subscription.failNext });
  if (subscription.paidThrough !== before.paidThrough)
    billOn(account, subscription, subscription.paidThrough);
  account.tellUpdate(before, subscription);
  if (isCharged) settle(account, subscription, { gross: today, tax: taxIn(today, subscription) });
  account.changed();
  return done;
}
