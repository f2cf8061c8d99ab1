/**
 * Creates and pays pay links. Paying one starts a subscription, with a trial or a payment, or buys a one-off product.
 */
import { addDays } from '#shared/dates.ts';
import { oneOffFields } from '#twin/alerts/order-alerts.ts';
import { createdFields } from '#twin/alerts/subscription-alerts.ts';
import { isPlan, type Plan, type Product } from '#twin/catalogue/catalogue.ts';
import { multiply } from '#twin/catalogue/money.ts';
import { priceOf } from '#twin/catalogue/pricing.ts';
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
  card: { lastFour: string; paysRenewals: boolean };
}

export function createPayLink(account: Account, link: Omit<PayLink, 'token' | 'orderId'>): PayLink {
  const created: PayLink = { ...link, token: account.random.hex(24), orderId: null };
  account.state.payLinks.push(created);
  account.changed();
  return created;
}

/** Starts a subscription. `id` may have been reserved earlier. */
export function subscribe(
  account: Account,
  plan: Plan,
  checkout: Checkout,
  id = account.nextId(),
): TwinSubscription {
  const recurring = priceOf(plan, checkout);
  const today = account.today();
  const firstDay = addDays(today, plan.trialDays);
  const hasTrial = plan.trialDays > 0;
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
    unitPrice: recurring.gross,
    unitTax: recurring.tax,
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
    cardLastFour: checkout.card.lastFour,
    cardWorks: checkout.card.paysRenewals,
    failNext: 0,
    // Makes the URLs as long as Paddle's, which have up to 430 characters.
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
  if (!hasTrial) {
    const coupon = account.catalogue.coupon(checkout.coupon);
    const first = priceOf(plan, checkout, coupon);
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
  const coupon = account.catalogue.coupon(checkout.coupon);
  const unit = priceOf(product, checkout, coupon);
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
 * Pays a link, which must not be paid yet. A trial has no receipt, so its `receiptUrl` is the page for updating the
 * card.
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
