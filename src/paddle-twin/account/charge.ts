/** Charges payment methods, then records and reports the results. */

import { failedFields, paymentFields } from '#twin/alerts/subscription-alerts.ts';
import { type Money, multiply } from '#twin/catalogue/money.ts';
import type { Modifier, Order, TwinSubscription } from '#twin/state/state.ts';
import type { Account } from './account.ts';

/**
 * Returns whether the card can be charged this time. If failures were requested with `failNext`, returns false and uses
 * up one of them.
 */
export function cardPays(subscription: TwinSubscription): boolean {
  if (subscription.failNext === 0) return subscription.cardWorks;
  subscription.failNext -= 1;
  return false;
}

type Priced = Pick<TwinSubscription, 'unitPrice' | 'quantity' | 'discount' | 'modifiers' | 'carriedMinor'>;

const sumOf = (modifiers: readonly Modifier[]): number =>
  modifiers.reduce((sum, { amount }) => sum + amount.minor, 0);

/**
 * Returns the balance of the next payment in minor units; negative for a credit. It consists of the price of a period
 * (reduced by a recurring coupon), the modifiers, and the amount that changes carried over. Recurring modifiers can
 * reduce the price of a period to zero, but not to a credit.
 */
function balanceOf({ unitPrice, quantity, discount, modifiers, carriedMinor }: Priced): number {
  const price = multiply(discount?.unitPrice ?? unitPrice, quantity).minor;
  const recurring = sumOf(modifiers.filter(({ isRecurring }) => isRecurring));
  const once = sumOf(modifiers.filter(({ isRecurring }) => !isRecurring));
  return Math.max(0, price + recurring) + once + carriedMinor;
}

/** Returns the amount of the next payment; never negative. */
export const amountDue = (subscription: Priced): Money => ({
  minor: Math.max(0, balanceOf(subscription)),
  currency: subscription.unitPrice.currency,
});

/**
 * Returns what the subscription keeps once the next payment is made: its recurring modifiers, and any credit that the
 * payment didn't use up.
 */
export const afterPayment = (subscription: Priced): Pick<TwinSubscription, 'carriedMinor' | 'modifiers'> => ({
  carriedMinor: Math.min(0, balanceOf(subscription)),
  modifiers: subscription.modifiers.filter(({ isRecurring }) => isRecurring),
});

/** Returns the tax included in an amount, at the subscription's tax rate. */
export function taxIn({ minor, currency }: Money, { unitPrice, unitTax }: TwinSubscription): Money {
  const share = unitPrice.minor === 0 ? 0 : unitTax.minor / unitPrice.minor;
  return { minor: Math.round(minor * share), currency };
}

/**
 * Records a successful charge as an order and reports it. Update the subscription first: the order copies its plan,
 * quantity and dates.
 */
export function settle(
  account: Account,
  subscription: TwinSubscription,
  { gross, tax, coupon }: { gross: Money; tax: Money; coupon?: string },
): Order {
  const isFirst = subscription.payments === 0;
  subscription.payments += 1;
  const order: Order = {
    ...subscription.upcoming,
    checkoutId: isFirst ? subscription.checkoutId : account.newCheckoutId(),
    subscriptionId: subscription.id,
    userId: subscription.userId,
    planId: subscription.planId,
    planName: subscription.planName,
    quantity: subscription.quantity,
    email: subscription.email,
    customerName: subscription.customerName,
    country: subscription.country,
    passthrough: subscription.passthrough,
    gross,
    tax,
    paidAt: account.clock.now(),
    paidThrough: subscription.paidThrough,
    instalment: subscription.payments,
    refunds: [],
    dispute: 'none',
  };
  account.addOrder(order);
  subscription.upcoming = { paymentId: account.nextId(), orderId: account.newOrderId() };
  const details = {
    order,
    coupon: coupon ?? subscription.discount?.code ?? '',
    nextPayment: amountDue(subscription),
    receiptUrl: account.receiptUrl(order),
  };
  account.tell('subscription_payment_succeeded', subscription, paymentFields(subscription, details));
  return order;
}

/** Queues `subscription_payment_failed` for the amount due. */
export function tellFailure(
  account: Account,
  subscription: TwinSubscription,
  nextRetry: TwinSubscription['nextBillDate'],
): void {
  const failure = { amount: amountDue(subscription), nextRetry };
  const fields = failedFields(subscription, failure, account.urlsOf(subscription));
  account.tell('subscription_payment_failed', subscription, fields);
}
