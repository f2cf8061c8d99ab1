/** The fields of each alert, as Paddle Classic writes them: all text, amounts in major units. */
import { type Money, toDecimal } from '#shared/money.ts';
import { toUsd } from './pricing.ts';
import type { Order, TwinSubscription } from './state.ts';

/** Paddle's share: 5 % and 50 US cents. */
function feeOf(gross: Money): Money {
  const percent = Math.round(gross.minor * 0.05);
  const fixed = Math.round((50 * gross.minor) / Math.max(1, toUsd(gross).minor));
  return { minor: gross.minor === 0 ? 0 : percent + fixed, currency: gross.currency };
}

function less(amount: Money, ...parts: readonly Money[]): Money {
  return {
    minor: amount.minor - parts.reduce((sum, part) => sum + part.minor, 0),
    currency: amount.currency,
  };
}

function commonFields(subscription: TwinSubscription): Record<string, string> {
  return {
    checkout_id: subscription.checkoutId,
    currency: subscription.unitPrice.currency,
    email: subscription.email,
    marketing_consent: '0',
    passthrough: subscription.passthrough,
    quantity: String(subscription.quantity),
    status: subscription.status,
    subscription_id: String(subscription.id),
    subscription_plan_id: String(subscription.planId),
    unit_price: toDecimal(subscription.unitPrice),
    user_id: String(subscription.userId),
  };
}

export interface PageUrls {
  updateUrl: string;
  cancelUrl: string;
}

export function createdFields(subscription: TwinSubscription, urls: PageUrls): Record<string, string> {
  return {
    ...commonFields(subscription),
    cancel_url: urls.cancelUrl,
    linked_subscriptions: '',
    next_bill_date: subscription.nextBillDate ?? '',
    source: '',
    update_url: urls.updateUrl,
  };
}

export interface PaymentDetails {
  order: Order;
  paymentId: number;
  planName: string;
  coupon: string;
  nextPayment: Money;
  receiptUrl: string;
}

export function paymentFields(
  subscription: TwinSubscription,
  payment: PaymentDetails,
): Record<string, string> {
  const { order } = payment;
  const fee = feeOf(order.gross);
  const balance = { gross: toUsd(order.gross), tax: toUsd(order.tax), fee: toUsd(fee) };
  return {
    ...commonFields(subscription),
    balance_currency: 'USD',
    balance_earnings: toDecimal(less(balance.gross, balance.tax, balance.fee)),
    balance_fee: toDecimal(balance.fee),
    balance_gross: toDecimal(balance.gross),
    balance_tax: toDecimal(balance.tax),
    checkout_id: order.checkoutId,
    country: subscription.country,
    coupon: payment.coupon,
    customer_name: subscription.customerName,
    earnings: toDecimal(less(order.gross, order.tax, fee)),
    fee: toDecimal(fee),
    initial_payment: subscription.payments === 1 ? '1' : '0',
    instalments: String(subscription.payments),
    next_bill_date: subscription.nextBillDate ?? '',
    next_payment_amount: toDecimal(payment.nextPayment),
    order_id: order.orderId,
    payment_method: 'card',
    payment_tax: toDecimal(order.tax),
    plan_name: payment.planName,
    receipt_url: payment.receiptUrl,
    sale_gross: toDecimal(order.gross),
    subscription_payment_id: String(payment.paymentId),
  };
}

export function cancelledFields(subscription: TwinSubscription): Record<string, string> {
  return { ...commonFields(subscription), cancellation_effective_date: subscription.endsOn ?? '' };
}
