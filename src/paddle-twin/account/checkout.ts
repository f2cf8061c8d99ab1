/**
 * Creates pay links and takes payments for them. Paying a link starts a subscription, with a trial or a payment, or
 * buys a one-off product.
 */
import { addDays } from '#shared/dates.ts';
import { oneOffFields } from '#twin/alerts/order-alerts.ts';
import { createdFields } from '#twin/alerts/subscription-alerts.ts';
import { type Coupon, isPlan, type Plan, type Product } from '#twin/catalogue/catalogue.ts';
import { type Money, multiply } from '#twin/catalogue/money.ts';
import { type Price, priceOf } from '#twin/catalogue/pricing.ts';
import type { Order, PayLink, TwinSubscription } from '#twin/state/state.ts';
import type { Account } from './account.ts';
import { periodEnd } from './bill-dates.ts';
import { billOn } from './billing-run.ts';
import { settle } from './charge.ts';

export interface Checkout {
  email: string;
  customerName: string;
  country: string;
  hasVatNumber: boolean;
  coupon: string;
  quantity: number;
  passthrough: string;
  paysWith: PaymentMethod;
  /** The pay link's terms, which replace those of the plan. */
  terms?: PurchaseTerms;
}

export interface PaymentMethod {
  kind: 'card' | 'paypal';
  /** The card type. Empty for PayPal, as are `lastFour` and `expires`. */
  type: string;
  lastFour: string;
  /** In the form `MM/YYYY`. */
  expires: string;
  paysRenewals: boolean;
}

export type PurchaseTerms = Pick<PayLink, 'trialDays' | 'prices' | 'recurringPrices'>;

const ownTerms: PurchaseTerms = { trialDays: null, prices: [], recurringPrices: [] };

export interface PurchasePrices {
  trialDays: number;
  /**
   * Unit prices. `first` is charged at the purchase (before a trial, if there is one), `list` is the price per period
   * without a coupon, and `renewal` is charged at each renewal.
   */
  first: Price;
  list: Price;
  renewal: Price;
  coupon: Coupon | null;
  /** The amount that the coupon takes off the price of one unit, before tax; null without a coupon. */
  reduction: Money | null;
}

/**
 * Returns the prices of one unit under the terms of a pay link. A trial is free unless the link sets an initial price.
 */
export function pricesOf(
  account: Pick<Account, 'catalogue'>,
  product: Product,
  {
    terms = ownTerms,
    coupon: code,
    ...buyer
  }: Pick<Checkout, 'country' | 'hasVatNumber' | 'coupon' | 'terms'>,
): PurchasePrices {
  const trialDays = isPlan(product) ? (terms.trialDays ?? product.trialDays) : 0;
  const coupon = account.catalogue.coupon(code);
  const list = priceOf(product, buyer, { prices: terms.recurringPrices });
  const initial = terms.prices.length > 0 ? terms.prices : terms.recurringPrices;
  const first = priceOf(product, buyer, { coupon, prices: initial });
  const none = { minor: 0, currency: first.gross.currency };
  return {
    trialDays,
    first: trialDays > 0 && terms.prices.length === 0 ? { net: none, tax: none, gross: none } : first,
    list,
    renewal: coupon?.recurring ? priceOf(product, buyer, { coupon, prices: terms.recurringPrices }) : list,
    coupon,
    reduction: coupon && {
      minor: first.net.minor - priceOf(product, buyer, { prices: initial }).net.minor,
      currency: first.net.currency,
    },
  };
}

/** Returns the subscription fields that make a payment method the one charged for renewals. */
export const paymentFieldsOf = ({ kind, type, lastFour, expires }: PaymentMethod) => ({
  paysBy: kind,
  cardType: type,
  cardLastFour: lastFour,
  cardExpires: expires,
});

export function createPayLink(account: Account, link: Omit<PayLink, 'token' | 'orderId'>): PayLink {
  const created: PayLink = { ...link, token: account.random.hex(24), orderId: null };
  account.state.payLinks.push(created);
  account.changed();
  return created;
}

/** Starts a subscription. If its ID was reserved earlier, it is passed as `id`. */
export function subscribe(
  account: Account,
  plan: Plan,
  checkout: Checkout,
  id = account.nextId(),
): TwinSubscription {
  const { trialDays, first, list, renewal, coupon } = pricesOf(account, plan, checkout);
  const firstDay = addDays(account.today(), trialDays);
  const hasTrial = trialDays > 0;
  const subscription: TwinSubscription = {
    id,
    planId: plan.id,
    planName: plan.name,
    interval: plan.interval,
    perSeat: plan.perSeat,
    userId: account.customerOf(checkout.email).id,
    status: hasTrial ? 'trialing' : 'active',
    quantity: checkout.quantity,
    email: checkout.email,
    customerName: checkout.customerName,
    country: checkout.country,
    hasVatNumber: checkout.hasVatNumber,
    passthrough: checkout.passthrough,
    checkoutId: account.newCheckoutId(),
    unitPrice: list.gross,
    unitTax: list.tax,
    discount: coupon?.recurring ? { code: coupon.code, unitPrice: renewal.gross } : null,
    modifiers: [],
    startedAt: account.clock.now(),
    anchorDay: firstDay,
    periods: hasTrial ? 0 : 1,
    payments: 0,
    upcoming: { paymentId: account.nextId(), orderId: account.newOrderId() },
    carriedMinor: 0,
    failedAttempts: 0,
    nextBillDate: null,
    paidThrough: firstDay,
    pausedAt: null,
    pausedFrom: null,
    pausedReason: null,
    endsOn: null,
    ...paymentFieldsOf(checkout.paysWith),
    cardWorks: checkout.paysWith.paysRenewals,
    failNext: 0,
    // Long enough to make the URLs as long as Paddle's, which have up to 430 characters.
    token: account.random.hex(146),
  };
  subscription.paidThrough = periodEnd(subscription);
  account.addSubscription(subscription);
  billOn(account, subscription, subscription.paidThrough);
  account.tell(
    'subscription_created',
    subscription,
    createdFields(subscription, account.urlsOf(subscription)),
  );
  if (!hasTrial || first.gross.minor > 0) {
    settle(account, subscription, {
      gross: multiply(first.gross, checkout.quantity),
      tax: multiply(first.tax, checkout.quantity),
      coupon: coupon?.code ?? '',
    });
  }
  return subscription;
}

/** Buys a one-off product and queues `payment_succeeded`. */
export function buyOnce(account: Account, product: Product, checkout: Checkout): Order {
  const { first: unit, coupon } = pricesOf(account, product, checkout);
  const order: Order = {
    orderId: account.newOrderId(),
    checkoutId: account.newCheckoutId(),
    subscriptionId: null,
    paymentId: null,
    userId: account.customerOf(checkout.email).id,
    planId: product.id,
    planName: product.name,
    quantity: checkout.quantity,
    email: checkout.email,
    customerName: checkout.customerName,
    country: checkout.country,
    passthrough: checkout.passthrough,
    gross: multiply(unit.gross, checkout.quantity),
    tax: multiply(unit.tax, checkout.quantity),
    paidAt: account.clock.now(),
    paidThrough: null,
    instalment: 1,
    refunds: [],
    dispute: 'none',
  };
  account.addOrder(order);
  const details = { coupon: coupon?.code ?? '', receiptUrl: account.receiptUrl(order) };
  account.tell('payment_succeeded', null, oneOffFields(order, details));
  return order;
}

export interface Paid {
  checkoutId: string;
  receiptUrl: string;
}

/**
 * Takes a payment for a link, which must not be paid yet. A trial has no receipt, so its `receiptUrl` is the page for
 * updating the card.
 */
export function payLink(account: Account, link: PayLink, product: Product, checkout: Checkout): Paid {
  if (!isPlan(product)) {
    const order = buyOnce(account, product, checkout);
    link.orderId = order.orderId;
    return { checkoutId: order.checkoutId, receiptUrl: account.receiptUrl(order) };
  }
  const subscription = subscribe(account, product, checkout);
  const order = account.ordersOf(subscription.id)[0];
  link.orderId = order?.orderId ?? subscription.upcoming.orderId;
  return {
    checkoutId: subscription.checkoutId,
    receiptUrl: order ? account.receiptUrl(order) : account.urlsOf(subscription).updateUrl,
  };
}
