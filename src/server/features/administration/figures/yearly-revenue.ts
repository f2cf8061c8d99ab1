/**
 * Calculates what a licence pays in a year, from which the monthly recurring revenue is derived: sums are divided by
 * twelve only when they are shown, because twelve yearly licences of 100.00 are 100.00 a month, not 99.96.
 */
import type { Projection, ReceiptProjection } from '#server/features/billing/fold/projection.ts';
import { type Frequency, monthsOf, type Plan } from '#shared/catalogue/catalogue.ts';
import { dayOf } from '#shared/dates.ts';
import { dayMs } from '#shared/durations.ts';
import type { Money } from '#shared/money.ts';

export type FiguredPlan = Pick<Plan, 'id' | 'frequency' | 'price'>;

/** Returns a plan by its Paddle ID; null if the catalogue doesn't have it. */
export type PlanOf = (paddlePlanId: number) => FiguredPlan | null;

const scaled = (money: Money, factor: number): Money => ({
  minor: Math.round(money.minor * factor),
  currency: money.currency,
});

const perYear = (money: Money, frequency: Frequency): Money => scaled(money, 12 / monthsOf[frequency]);

/**
 * Returns whether a payment of 0 is for the free days of a subscription that continues an earlier one. Those days
 * belong to an earlier payment.
 */
const isForKeptDays = ({ amount, paidAt }: ReceiptProjection, { references }: Projection): boolean =>
  amount.minor === 0 &&
  references.some(({ linkedAt }) => {
    const waitMs = linkedAt === null ? null : paidAt.getTime() - linkedAt.getTime();
    return (
      linkedAt !== null && waitMs !== null && (dayOf(paidAt) === dayOf(linkedAt) || Math.abs(waitMs) < dayMs)
    );
  });

/** Returns the payments for whole periods that weren't fully refunded, oldest first. */
export const periodPaymentsOf = (projection: Projection): ReceiptProjection[] =>
  projection.receipts.filter(
    (receipt) =>
      receipt.part === null && receipt.refund?.kind !== 'full' && !isForKeptDays(receipt, projection),
  );

const isPaid = ({ amount }: ReceiptProjection): boolean => amount.minor > 0;

interface Terms {
  plan: FiguredPlan;
  paddlePlanId: number;
  quantity: number;
}

const isFor = (receipt: ReceiptProjection, { paddlePlanId, quantity }: Terms): boolean =>
  (receipt.paddlePlanId ?? paddlePlanId) === paddlePlanId && receipt.quantity === quantity;

/** Returns what a year costs after the plan or the seats have changed since the last payment for a whole period. */
function afterChange(
  last: ReceiptProjection,
  { plan, paddlePlanId, quantity }: Terms,
  { subscription }: Projection,
  planOf: PlanOf,
): Money {
  if (subscription?.periodPrice) return perYear(subscription.periodPrice, plan.frequency);
  const isSamePlan = (last.paddlePlanId ?? paddlePlanId) === paddlePlanId;
  if (isSamePlan) return perYear(scaled(last.amount, quantity / last.quantity), plan.frequency);
  const { nextCharge = null } = subscription ?? {};
  if (nextCharge && nextCharge.minor > 0) return perYear(nextCharge, plan.frequency);
  if (plan.price.currency === last.amount.currency)
    return perYear(scaled(plan.price, quantity), plan.frequency);
  const lastPlan = last.paddlePlanId === null ? null : planOf(last.paddlePlanId);
  return perYear(last.amount, (lastPlan ?? plan).frequency);
}

/**
 * Returns what the licence pays in a year, as paid: with seats, discounts and tax, by the last payment for a whole
 * period. After a change of plan or seats, by the price of a period as far as it is known. Null if it pays nothing: on
 * a trial, if it was granted or paid once, before the first payment, or if a discount covers all of it.
 */
export function yearlyRevenueOf(projection: Projection, terms: Terms, planOf: PlanOf): Money | null {
  const { subscription, entitlement } = projection;
  if (!subscription || !entitlement || entitlement.status === 'trialing') return null;
  const payments = periodPaymentsOf(projection);
  const last = payments.at(-1);
  const paid = payments.findLast(isPaid);
  if (!last || !paid) return null;
  if (last !== paid && isFor(last, terms) && isFor(paid, terms) && subscription.firstCharge === null)
    // Nothing has changed since, so a discount covered the payment, and not a credit.
    return null;
  return last === paid && isFor(paid, terms)
    ? perYear(paid.amount, terms.plan.frequency)
    : afterChange(paid, terms, projection, planOf);
}
