/** Sells, renews and cancels subscriptions, and tells the seller of each by an alert. */
import { randomBytes } from 'node:crypto';
import { addMonths, type CalendarDate, dayOf, startOfDay } from '#shared/dates.ts';
import { multiply } from '#shared/money.ts';
import { cancelledFields, createdFields, type PageUrls, paymentFields } from './alert-fields.ts';
import type { Catalogue, Plan, TwinVendor } from './catalogue.ts';
import type { Clock } from './clock.ts';
import type { Deliveries } from './deliveries.ts';
import { type Price, priceOf } from './pricing.ts';
import type { Order, PayLink, TwinSubscription } from './state.ts';
import type { Store } from './store.ts';

export interface Purchase {
  email: string;
  customerName: string;
  country: string;
  coupon: string;
  quantity: number;
  cardLastFour: string;
}

export interface Shop {
  createPayLink(link: Omit<PayLink, 'token' | 'orderId'>): PayLink;
  findPayLink(token: string): PayLink | null;
  /** Takes the first payment. The link must not be paid yet. */
  pay(link: PayLink, plan: Plan, purchase: Purchase): Order;
  findByToken(id: number, token: string): TwinSubscription | null;
  findOrder(orderId: string, checkoutId: string): Order | null;
  changeCard(subscription: TwinSubscription, lastFour: string): void;
  /** Ends at the end of the paid period. False when it is cancelled already. */
  cancel(subscription: TwinSubscription): boolean;
  /** When the next renewal is due; null when nothing renews. */
  nextRenewalAt(): number | null;
  renewDue(): void;
  urlsOf(subscription: TwinSubscription): PageUrls;
  receiptUrl(order: Order): string;
}

const dayMs = 86_400_000;

function billDate(subscription: TwinSubscription): CalendarDate {
  const months = subscription.interval === 'year' ? 12 : 1;
  return addMonths(dayOf(new Date(subscription.startedAt)), subscription.payments * months);
}

/** Renewals keep the time of day of the purchase: whole days moved are whole periods passed. */
function renewalInstant(subscription: TwinSubscription): number | null {
  if (subscription.nextBillDate === null) return null;
  return startOfDay(subscription.nextBillDate).getTime() + (subscription.startedAt % dayMs);
}

export function createShop(
  store: Store,
  clock: Clock,
  deliveries: Deliveries,
  options: { baseUrl: string; catalogue: Catalogue; vendor: TwinVendor },
): Shop {
  const { state } = store;
  const { baseUrl, catalogue, vendor } = options;

  const hex = (bytes: number) => randomBytes(bytes).toString('hex');
  const newCheckoutId = () => `${store.nextId()}-chre${hex(7).slice(0, 13)}-${hex(5)}`;
  const receiptUrl = (order: Order) => `${baseUrl}/receipt/${order.orderId}/${order.checkoutId}`;
  const urlsOf = ({ id, token }: TwinSubscription): PageUrls => ({
    updateUrl: `${baseUrl}/subscription/${id}/hash/${token}/update-payment-information`,
    cancelUrl: `${baseUrl}/subscription/${id}/hash/${token}/cancel`,
  });

  function userIdOf(email: string): number {
    const known = state.subscriptions.find(
      (subscription) => subscription.email.toLowerCase() === email.toLowerCase(),
    );
    return known?.userId ?? store.nextId();
  }

  function takePayment(
    subscription: TwinSubscription,
    unit: Pick<Price, 'gross' | 'tax'>,
    coupon: string,
  ): Order {
    subscription.payments += 1;
    subscription.nextBillDate = billDate(subscription);
    const order: Order = {
      orderId: `${vendor.id}-${store.nextId()}`,
      checkoutId: subscription.payments === 1 ? subscription.checkoutId : newCheckoutId(),
      subscriptionId: subscription.id,
      planName: subscription.planName,
      quantity: subscription.quantity,
      email: subscription.email,
      customerName: subscription.customerName,
      gross: multiply(unit.gross, subscription.quantity),
      tax: multiply(unit.tax, subscription.quantity),
      paidAt: clock.now(),
    };
    state.orders.push(order);
    if (subscription.payments === 1) {
      deliveries.enqueue(
        'subscription_created',
        subscription.id,
        createdFields(subscription, urlsOf(subscription)),
      );
    }
    const payment = {
      order,
      paymentId: store.nextId(),
      planName: subscription.planName,
      coupon,
      nextPayment: multiply(subscription.unitPrice, subscription.quantity),
      receiptUrl: receiptUrl(order),
    };
    deliveries.enqueue(
      'subscription_payment_succeeded',
      subscription.id,
      paymentFields(subscription, payment),
    );
    store.changed();
    return order;
  }

  return {
    createPayLink(link) {
      const created: PayLink = { ...link, token: randomBytes(24).toString('base64url'), orderId: null };
      state.payLinks.push(created);
      store.changed();
      return created;
    },

    findPayLink: (token) => state.payLinks.find((link) => link.token === token) ?? null,

    pay(link, plan, purchase) {
      const buyer = { country: purchase.country, hasVatNumber: link.vatNumber !== '' };
      const recurring = priceOf(plan, buyer);
      const coupon = catalogue.coupon(purchase.coupon);
      const subscription: TwinSubscription = {
        id: store.nextId(),
        planId: plan.id,
        planName: plan.name,
        interval: plan.interval,
        userId: userIdOf(purchase.email),
        status: 'active',
        quantity: purchase.quantity,
        email: purchase.email,
        customerName: purchase.customerName,
        country: purchase.country,
        hasVatNumber: buyer.hasVatNumber,
        passthrough: link.passthrough,
        checkoutId: newCheckoutId(),
        unitPrice: recurring.gross,
        unitTax: recurring.tax,
        startedAt: clock.now(),
        payments: 0,
        nextBillDate: null,
        endsOn: null,
        cardLastFour: purchase.cardLastFour,
        // Real addresses reach 430 characters.
        token: randomBytes(220).toString('base64url'),
      };
      state.subscriptions.push(subscription);
      const order = takePayment(subscription, priceOf(plan, buyer, coupon), coupon?.code ?? '');
      link.orderId = order.orderId;
      return order;
    },

    findByToken: (id, token) =>
      state.subscriptions.find((subscription) => subscription.id === id && subscription.token === token) ??
      null,

    findOrder: (orderId, checkoutId) =>
      state.orders.find((order) => order.orderId === orderId && order.checkoutId === checkoutId) ?? null,

    changeCard(subscription, lastFour) {
      subscription.cardLastFour = lastFour;
      store.changed();
    },

    cancel(subscription) {
      if (subscription.status === 'deleted') return false;
      subscription.status = 'deleted';
      subscription.endsOn = subscription.nextBillDate;
      subscription.nextBillDate = null;
      deliveries.enqueue('subscription_cancelled', subscription.id, cancelledFields(subscription));
      store.changed();
      return true;
    },

    nextRenewalAt() {
      const instants = state.subscriptions.map(renewalInstant).filter((instant) => instant !== null);
      return instants.length === 0 ? null : Math.min(...instants);
    },

    renewDue() {
      for (const subscription of state.subscriptions) {
        const due = renewalInstant(subscription);
        if (due !== null && due <= clock.now()) {
          takePayment(subscription, { gross: subscription.unitPrice, tax: subscription.unitTax }, '');
        }
      }
    },

    urlsOf,
    receiptUrl,
  };
}
