/** Fields of the alerts about orders, customers and payouts. */
import { type Money, toDecimal } from '#twin/catalogue/money.ts';
import { toUsd } from '#twin/catalogue/pricing.ts';
import type { Customer, Order, RiskCase, TwinSubscription } from '#twin/state/state.ts';
import {
  buyerFields,
  commonFields,
  earningFields,
  type Fields,
  feeOf,
  less,
  timeText,
} from './common-fields.ts';

export function oneOffFields(order: Order, details: { coupon: string; receiptUrl: string }): Fields {
  return {
    ...buyerFields(order),
    ...earningFields(order),
    country: order.country,
    coupon: details.coupon,
    currency: order.gross.currency,
    customer_name: order.customerName,
    ip: '192.0.2.10',
    order_id: order.orderId,
    payment_method: 'card',
    product_id: String(order.planId),
    product_name: order.planName,
    quantity: String(order.quantity),
    receipt_url: details.receiptUrl,
    used_price_override: '0',
  };
}

export interface RefundDetails {
  kind: 'full' | 'partial' | 'vat';
  amount: Money;
  reason: string;
}

/**
 * Returns the fields of a refund, including the proportional refund of Paddle's fee. For VAT refunds
 * `earnings_decrease` is negative, because none of the amount refunded was the seller's earnings.
 */
function refundFields(order: Order, { kind, amount, reason }: RefundDetails): Fields {
  const share = order.gross.minor === 0 ? 0 : amount.minor / order.gross.minor;
  const part = (whole: Money): Money => ({
    minor: Math.round(whole.minor * share),
    currency: whole.currency,
  });
  const tax = kind === 'vat' ? amount : part(order.tax);
  const fee = part(feeOf(order.gross));
  const balance = { gross: toUsd(amount), tax: toUsd(tax), fee: toUsd(fee) };
  return {
    amount: toDecimal(amount),
    balance_currency: 'USD',
    balance_earnings_decrease: toDecimal(less(balance.gross, balance.tax, balance.fee)),
    balance_fee_refund: toDecimal(balance.fee),
    balance_gross_refund: toDecimal(balance.gross),
    balance_tax_refund: toDecimal(balance.tax),
    currency: amount.currency,
    earnings_decrease: toDecimal(less(amount, tax, fee)),
    fee_refund: toDecimal(fee),
    gross_refund: toDecimal(amount),
    order_id: order.orderId,
    quantity: String(order.quantity),
    refund_reason: reason,
    refund_type: kind,
    tax_refund: toDecimal(tax),
  };
}

export const oneOffRefundFields = (order: Order, refund: RefundDetails): Fields => ({
  ...buyerFields(order),
  ...refundFields(order, refund),
});

export const subscriptionRefundFields = (
  subscription: TwinSubscription,
  order: Order,
  refund: RefundDetails,
): Fields => ({
  ...commonFields(subscription),
  ...refundFields(order, refund),
  checkout_id: order.checkoutId,
  initial_payment: order.instalment === 1 ? '1' : '0',
  instalments: String(order.instalment),
  subscription_payment_id: String(order.paymentId),
});

export function disputeFields(order: Order, status: 'open' | 'closed'): Fields {
  const fee = { minor: 1_500, currency: 'USD' };
  return {
    ...buyerFields(order),
    amount: toDecimal(order.gross),
    balance_amount: toDecimal(toUsd(order.gross)),
    balance_currency: 'USD',
    balance_fee: toDecimal(fee),
    currency: order.gross.currency,
    fee_usd: toDecimal(fee),
    order_id: order.orderId,
    status,
  };
}

/** Returns the fields of the alert for a fraud case. They include the order ID only after the case has been decided. */
export function riskFields(order: Order, { id, score, createdAt, verdict }: RiskCase): Fields {
  return {
    case_id: String(id),
    checkout_id: order.checkoutId,
    created_at: timeText(createdAt),
    customer_email_address: order.email,
    customer_user_id: String(order.userId),
    marketing_consent: '0',
    passthrough: order.passthrough,
    product_id: String(order.planId),
    risk_score: score.toFixed(2),
    status: verdict,
    ...(verdict !== 'pending' && { order_id: order.orderId }),
  };
}

export const newMemberFields = (
  { id, email }: Customer,
  productIds: readonly number[],
  now: number,
): Fields => ({
  created_at: timeText(now),
  email,
  marketing_consent: '1',
  products: productIds.join(','),
  source: 'Checkout',
  subscribed: '1',
  user_id: String(id),
});

export const changedMemberFields = (
  { id, email, isInAudience }: Customer,
  oldEmail: string,
  productIds: readonly number[],
  now: number,
): Fields => ({
  new_customer_email: email,
  new_marketing_consent: isInAudience ? '1' : '0',
  old_customer_email: oldEmail,
  old_marketing_consent: isInAudience ? '1' : '0',
  products: productIds.join(','),
  source: 'Checkout',
  updated_at: timeText(now),
  user_id: String(id),
});

export const transferFields = (payoutId: number, amount: Money, status: 'unpaid' | 'paid'): Fields => ({
  amount: toDecimal(amount),
  currency: amount.currency,
  payout_id: String(payoutId),
  status,
});
