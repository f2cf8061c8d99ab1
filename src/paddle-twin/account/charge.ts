/** Asks the card for money, and writes down and tells what came of it. */

import { failedFields, paymentFields } from '#twin/alerts/subscription-alerts.ts';
import { type Money, multiply } from '#twin/catalogue/money.ts';
import type { Order, TwinSubscription } from '#twin/state/state.ts';
import type { Account } from './account.ts';

/** Whether the card pays this time. An attempt that was told to fail is used up. */
export function cardPays(subscription: TwinSubscription): boolean {
  if (subscription.failNext === 0) return subscription.cardWorks;
  subscription.failNext -= 1;
  return false;
}

/** The price of a period, and what changes left to be paid with it; never below zero. */
export function amountDue(subscription: TwinSubscription): Money {
  const price = multiply(subscription.unitPrice, subscription.quantity);
  return { ...price, minor: Math.max(0, price.minor + subscription.carriedMinor) };
}

/** The tax in an amount of that subscription. */
export function taxIn({ minor, currency }: Money, { unitPrice, unitTax }: TwinSubscription): Money {
  const share = unitPrice.minor === 0 ? 0 : unitTax.minor / unitPrice.minor;
  return { minor: Math.round(minor * share), currency };
}

/** The amount has been taken: the order, and its alert. Whatever it pays for has to be on the subscription already. */
export function settle(
  account: Account,
  subscription: TwinSubscription,
  { gross, tax, coupon = '' }: { gross: Money; tax: Money; coupon?: string },
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
    coupon,
    nextPayment: amountDue(subscription),
    receiptUrl: account.receiptUrl(order),
  };
  account.tell('subscription_payment_succeeded', subscription, paymentFields(subscription, details));
  return order;
}

/** The card did not pay. */
export function tellFailure(
  account: Account,
  subscription: TwinSubscription,
  nextRetry: TwinSubscription['nextBillDate'],
): void {
  const failure = { amount: amountDue(subscription), nextRetry };
  const fields = failedFields(subscription, failure, account.urlsOf(subscription));
  account.tell('subscription_payment_failed', subscription, fields);
}
