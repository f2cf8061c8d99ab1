/** What the twin remembers between two starts. */
import { z } from 'zod';
import { CalendarDate } from '#shared/dates.ts';
import { Money } from '#shared/money.ts';

const PayLink = z.object({
  token: z.string(),
  planId: z.int(),
  quantity: z.int(),
  quantityVariable: z.boolean(),
  email: z.string(),
  country: z.string().nullable(),
  postcode: z.string(),
  coupon: z.string(),
  vatNumber: z.string(),
  passthrough: z.string(),
  returnUrl: z.string().nullable(),
  /** Set once paid: a link can be paid once. */
  orderId: z.string().nullable(),
});
export type PayLink = z.infer<typeof PayLink>;

const TwinSubscription = z.object({
  id: z.int(),
  planId: z.int(),
  planName: z.string(),
  interval: z.enum(['month', 'year']),
  userId: z.int(),
  status: z.enum(['active', 'deleted']),
  quantity: z.int(),
  email: z.string(),
  customerName: z.string(),
  country: z.string(),
  hasVatNumber: z.boolean(),
  passthrough: z.string(),
  checkoutId: z.string(),
  unitPrice: Money,
  unitTax: Money,
  /** Milliseconds since 1970; renewals fall on this day of the month, at this time of day. */
  startedAt: z.int(),
  payments: z.int(),
  nextBillDate: CalendarDate.nullable(),
  endsOn: CalendarDate.nullable(),
  cardLastFour: z.string(),
  /** Long and unguessable, in the addresses of the update and cancel pages. */
  token: z.string(),
});
export type TwinSubscription = z.infer<typeof TwinSubscription>;

const Order = z.object({
  orderId: z.string(),
  checkoutId: z.string(),
  subscriptionId: z.int(),
  planName: z.string(),
  quantity: z.int(),
  email: z.string(),
  customerName: z.string(),
  gross: Money,
  tax: Money,
  paidAt: z.int(),
});
export type Order = z.infer<typeof Order>;

const Attempt = z.object({
  at: z.int(),
  /** The HTTP status; null when there was no answer. */
  status: z.int().nullable(),
  problem: z.string().nullable(),
});

const Delivery = z.object({
  alertId: z.string(),
  name: z.string(),
  subscriptionId: z.int(),
  createdAt: z.int(),
  /** The signed form, as sent at every attempt. */
  body: z.string(),
  state: z.enum(['waiting', 'delivered', 'given_up']),
  nextAttemptAt: z.int(),
  attempts: z.array(Attempt),
});
export type Delivery = z.infer<typeof Delivery>;

export const State = z.object({
  /** Twin's time less real time, in milliseconds. */
  offsetMs: z.int(),
  privateKey: z.string(),
  lastId: z.int(),
  payLinks: z.array(PayLink),
  subscriptions: z.array(TwinSubscription),
  orders: z.array(Order),
  deliveries: z.array(Delivery),
});
export type State = z.infer<typeof State>;
