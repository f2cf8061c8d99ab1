/** The state that the twin saves between runs. */
import { z } from 'zod';
import { CalendarDate } from '#shared/dates.ts';
import { Money } from '#twin/catalogue/money.ts';

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
  /** Length in days of a trial that replaces the plan's; null keeps the plan's trial. */
  trialDays: z.int().min(0).nullable(),
  /** Net initial prices of one unit, one per currency. If empty, the product's price applies. */
  prices: z.array(Money),
  /** Net recurring prices of one unit, one per currency. If empty, the plan's price applies. */
  recurringPrices: z.array(Money),
  /** The last day on which the link can be paid, in UTC; null if it doesn't expire. */
  expiresOn: CalendarDate.nullable(),
  /** The order with which the link was paid; null until then. A link can be paid only once. */
  orderId: z.string().nullable(),
});
export type PayLink = z.infer<typeof PayLink>;

const Customer = z.object({
  id: z.int(),
  email: z.string(),
  /** Whether the customer is in the seller's audience, that is, whether the seller may e-mail them. */
  isInAudience: z.boolean(),
});
export type Customer = z.infer<typeof Customer>;

/** An amount added to the next payment or, if `isRecurring` is set, to all later ones. May be negative. */
const Modifier = z.object({
  id: z.int(),
  amount: Money,
  isRecurring: z.boolean(),
  description: z.string(),
});
export type Modifier = z.infer<typeof Modifier>;

const TwinSubscription = z.object({
  id: z.int(),
  planId: z.int(),
  planName: z.string(),
  interval: z.enum(['month', 'year']),
  perSeat: z.boolean(),
  userId: z.int(),
  status: z.enum(['trialing', 'active', 'past_due', 'paused', 'deleted']),
  quantity: z.int(),
  email: z.string(),
  customerName: z.string(),
  country: z.string(),
  hasVatNumber: z.boolean(),
  passthrough: z.string(),
  checkoutId: z.string(),
  unitPrice: Money,
  unitTax: Money,
  /** The recurring coupon, and the unit price after its deduction; null if there is none. */
  discount: z.object({ code: z.string(), unitPrice: Money }).nullable(),
  modifiers: z.array(Modifier),
  /** When the subscription started, in milliseconds since the epoch. Bills are charged at the same time of day. */
  startedAt: z.int(),
  /**
   * The day from which bill dates are counted. Each is a whole number of intervals later, on the same day of the month.
   */
  anchorDay: CalendarDate,
  periods: z.int(),
  /** Number of settled payments, which Paddle calls `instalments`. */
  payments: z.int(),
  /** The IDs reserved for the next payment. */
  upcoming: z.object({ paymentId: z.int(), orderId: z.string() }),
  /** Amount that changes carried over to the next payment, in minor units; negative for a credit. */
  carriedMinor: z.int(),
  /** Number of failed attempts to charge the next payment. */
  failedAttempts: z.int(),
  /** The day of the next attempt to charge; null if nothing will be charged. */
  nextBillDate: CalendarDate.nullable(),
  /** The last day covered by a payment or the trial. */
  paidThrough: CalendarDate,
  pausedAt: z.int().nullable(),
  pausedFrom: CalendarDate.nullable(),
  pausedReason: z.enum(['delinquent', 'voluntary']).nullable(),
  endsOn: CalendarDate.nullable(),
  paysBy: z.enum(['card', 'paypal']),
  /** The card type in Paddle's spelling, such as `visa` or `master`. */
  cardType: z.string(),
  cardLastFour: z.string(),
  /** In the form `MM/YYYY`. */
  cardExpires: z.string(),
  cardWorks: z.boolean(),
  /** How many of the next charges fail, even with a working card. */
  failNext: z.int(),
  /** Part of the URLs of the update and cancel pages. Long, so that it can't be guessed. */
  token: z.string(),
});
export type TwinSubscription = z.infer<typeof TwinSubscription>;

const Refund = z.object({ kind: z.enum(['full', 'partial', 'vat']), amount: Money, at: z.int() });

const Order = z.object({
  orderId: z.string(),
  checkoutId: z.string(),
  /** Null for one-off payments, as is `paymentId`. */
  subscriptionId: z.int().nullable(),
  paymentId: z.int().nullable(),
  userId: z.int(),
  planId: z.int(),
  planName: z.string(),
  quantity: z.int(),
  email: z.string(),
  customerName: z.string(),
  country: z.string(),
  passthrough: z.string(),
  gross: Money,
  tax: Money,
  paidAt: z.int(),
  /** The last day that the payment covers, which is the `next_bill_date` of its alert; null for one-off payments. */
  paidThrough: CalendarDate.nullable(),
  instalment: z.int(),
  refunds: z.array(Refund),
  dispute: z.enum(['none', 'open', 'closed']),
});
export type Order = z.infer<typeof Order>;

/** A requested refund that Paddle hasn't reviewed yet. */
const RefundRequest = z.object({
  id: z.int(),
  orderId: z.string(),
  amount: Money.nullable(),
  reason: z.string(),
  reviewedAt: z.int(),
});
export type RefundRequest = z.infer<typeof RefundRequest>;

const RiskCase = z.object({
  id: z.int(),
  orderId: z.string(),
  score: z.number(),
  createdAt: z.int(),
  verdict: z.enum(['pending', 'accepted', 'rejected']),
});
export type RiskCase = z.infer<typeof RiskCase>;

const Attempt = z.object({
  at: z.int(),
  /** HTTP status; null if there was no response. */
  status: z.int().nullable(),
  problem: z.string().nullable(),
});

const Delivery = z.object({
  alertId: z.string(),
  name: z.string(),
  subscriptionId: z.int().nullable(),
  createdAt: z.int(),
  /** All fields except the signature. */
  fields: z.record(z.string(), z.string()),
  /** `lost` alerts never arrive, although Paddle considers them delivered. */
  state: z.enum(['waiting', 'delivered', 'given_up', 'lost']),
  nextAttemptAt: z.int(),
  attempts: z.array(Attempt),
  /** Whether the alert imitates Paddle's simulator, whose alerts aren't part of Paddle's history. */
  isSimulated: z.boolean(),
  /** Sort key for shuffled alerts. */
  shuffle: z.number(),
});
export type Delivery = z.infer<typeof Delivery>;

export const State = z.object({
  version: z.literal(4),
  /** The twin's time minus real time, in milliseconds. */
  offsetMs: z.int(),
  privateKey: z.string(),
  lastId: z.int(),
  random: z.int(),
  payLinks: z.array(PayLink),
  customers: z.array(Customer),
  subscriptions: z.array(TwinSubscription),
  orders: z.array(Order),
  refundRequests: z.array(RefundRequest),
  riskCases: z.array(RiskCase),
  deliveries: z.array(Delivery),
});
export type State = z.infer<typeof State>;
