/** The seller's account at Paddle: the state, lookups and alerts that all operations share. */
import { type CalendarDate, dayOf } from '#shared/dates.ts';
import type { PageUrls } from '#twin/alerts/common-fields.ts';
import type { Deliveries } from '#twin/alerts/deliveries.ts';
import { type Before, updatedFields } from '#twin/alerts/subscription-alerts.ts';
import type { Catalogue, TwinVendor } from '#twin/catalogue/catalogue.ts';
import type { Random } from '#twin/random.ts';
import type { Customer, Order, State, TwinSubscription } from '#twin/state/state.ts';
import type { Store } from '#twin/state/store.ts';
import type { Agenda } from '#twin/time/agenda.ts';
import type { Clock } from '#twin/time/clock.ts';
import type { Dunning } from './dunning.ts';

export interface AccountParts {
  store: Store;
  clock: Clock;
  agenda: Agenda;
  random: Random;
  deliveries: Pick<Deliveries, 'enqueue'>;
  catalogue: Catalogue;
  vendor: TwinVendor;
  baseUrl: string;
  dunning: Dunning;
  refundReviewDays: number;
}

export interface Account extends Omit<AccountParts, 'store' | 'deliveries'> {
  state: State;
  changed(): void;
  nextId(): number;
  newOrderId(): string;
  newCheckoutId(): string;
  today(): CalendarDate;
  subscription(id: number): TwinSubscription | null;
  order(orderId: string): Order | null;
  /** Returns the settled payments of a subscription, oldest first. */
  ordersOf(subscriptionId: number): readonly Order[];
  /** Returns the buyer with this address, creating one if necessary. */
  customerOf(email: string): Customer;
  /** Changes a buyer's e-mail address. */
  moveCustomer(customer: Customer, email: string): void;
  addSubscription(subscription: TwinSubscription): void;
  addOrder(order: Order): void;
  urlsOf(subscription: TwinSubscription): PageUrls;
  receiptUrl(order: Order): string;
  /** Queues an alert to the seller. */
  tell(name: string, subscription: TwinSubscription | null, fields: Record<string, string>): void;
  /** Queues a `subscription_updated` alert with the values before and after the update. */
  tellUpdate(before: Before, subscription: TwinSubscription): void;
}

export function openAccount({ store, deliveries, ...parts }: AccountParts): Account {
  const { state, nextId, changed } = store;
  const { random, vendor, baseUrl, clock } = parts;
  const subscriptions = new Map(state.subscriptions.map((subscription) => [subscription.id, subscription]));
  const orders = new Map<string, Order>();
  const bySubscription = new Map<number, Order[]>();
  function note(order: Order): void {
    orders.set(order.orderId, order);
    if (order.subscriptionId === null) return;
    const others = bySubscription.get(order.subscriptionId);
    if (others) others.push(order);
    else bySubscription.set(order.subscriptionId, [order]);
  }
  state.orders.forEach(note);
  const customers = new Map(state.customers.map((customer) => [customer.email.toLowerCase(), customer]));

  const account: Account = {
    ...parts,
    state,
    changed,
    nextId,
    newOrderId: () => `${vendor.id}-${nextId()}`,
    newCheckoutId: () => `${nextId()}-chre${random.hex(7).slice(0, 13)}-${random.hex(5)}`,
    today: () => dayOf(new Date(clock.now())),
    subscription: (id) => subscriptions.get(id) ?? null,
    order: (orderId) => orders.get(orderId) ?? null,
    ordersOf: (subscriptionId) => bySubscription.get(subscriptionId) ?? [],

    customerOf(email) {
      const known = customers.get(email.toLowerCase());
      if (known) return known;
      const customer = { id: nextId(), email, isInAudience: false };
      state.customers.push(customer);
      customers.set(email.toLowerCase(), customer);
      return customer;
    },
    moveCustomer(customer, email) {
      customers.delete(customer.email.toLowerCase());
      customer.email = email;
      customers.set(email.toLowerCase(), customer);
    },

    addSubscription(subscription) {
      state.subscriptions.push(subscription);
      subscriptions.set(subscription.id, subscription);
    },
    addOrder(order) {
      state.orders.push(order);
      note(order);
    },

    urlsOf: ({ id, token }) => ({
      updateUrl: `${baseUrl}/subscription/${id}/hash/${token}/update-payment-information`,
      cancelUrl: `${baseUrl}/subscription/${id}/hash/${token}/cancel`,
    }),
    receiptUrl: ({ orderId, checkoutId }) => `${baseUrl}/receipt/${orderId}/${checkoutId}`,

    tell(name, subscription, fields) {
      deliveries.enqueue(name, subscription?.id ?? null, fields);
      changed();
    },
    tellUpdate(before, subscription) {
      const fields = updatedFields(before, subscription, account.urlsOf(subscription));
      account.tell('subscription_updated', subscription, fields);
    },
  };
  return account;
}
