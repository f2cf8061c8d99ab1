/** Fields shared by the alerts of a subscription. Paddle writes money as text, in major units. */
import { type Money, toDecimal } from '#twin/catalogue/money.ts';
import { toUsd } from '#twin/catalogue/pricing.ts';
import type { Order, TwinSubscription } from '#twin/state/state.ts';

export type Fields = Record<string, string>;

/** Formats an instant as `2027-01-31 10:00:00`, in UTC. */
export const timeText = (instant: number): string =>
  new Date(instant).toISOString().slice(0, 19).replace('T', ' ');

/** Returns Paddle's fee: 5 % plus 50 US cents. */
export function feeOf(gross: Money): Money {
  const percent = Math.round(gross.minor * 0.05);
  const fixed = Math.round((50 * gross.minor) / Math.max(1, toUsd(gross).minor));
  return { minor: gross.minor === 0 ? 0 : percent + fixed, currency: gross.currency };
}

export function less(amount: Money, ...parts: readonly Money[]): Money {
  return {
    minor: amount.minor - parts.reduce((sum, part) => sum + part.minor, 0),
    currency: amount.currency,
  };
}

export interface PageUrls {
  updateUrl: string;
  cancelUrl: string;
}

export const pageFields = ({ updateUrl, cancelUrl }: PageUrls): Fields => ({
  cancel_url: cancelUrl,
  update_url: updateUrl,
});

/**
 * Returns the fields shared by all alerts of a subscription. Quantity and price are excluded, because update alerts
 * don't have them.
 */
export function identityFields(subscription: TwinSubscription): Fields {
  return {
    checkout_id: subscription.checkoutId,
    currency: subscription.unitPrice.currency,
    email: subscription.email,
    marketing_consent: '0',
    passthrough: subscription.passthrough,
    status: subscription.status,
    subscription_id: String(subscription.id),
    subscription_plan_id: String(subscription.planId),
    user_id: String(subscription.userId),
  };
}

export function commonFields(subscription: TwinSubscription): Fields {
  return {
    ...identityFields(subscription),
    quantity: String(subscription.quantity),
    unit_price: toDecimal(subscription.unitPrice),
  };
}

/** Returns the alert fields with the earnings of a sale, in the buyer's currency and in the seller's. */
export function earningFields(order: Order): Fields {
  const fee = feeOf(order.gross);
  const balance = { gross: toUsd(order.gross), tax: toUsd(order.tax), fee: toUsd(fee) };
  return {
    balance_currency: 'USD',
    balance_earnings: toDecimal(less(balance.gross, balance.tax, balance.fee)),
    balance_fee: toDecimal(balance.fee),
    balance_gross: toDecimal(balance.gross),
    balance_tax: toDecimal(balance.tax),
    earnings: toDecimal(less(order.gross, order.tax, fee)),
    fee: toDecimal(fee),
    payment_tax: toDecimal(order.tax),
    sale_gross: toDecimal(order.gross),
  };
}

/** Returns the fields that identify the buyer, for alerts that aren't about a subscription. */
export function buyerFields(order: Order): Fields {
  return {
    checkout_id: order.checkoutId,
    email: order.email,
    marketing_consent: '0',
    passthrough: order.passthrough,
  };
}
