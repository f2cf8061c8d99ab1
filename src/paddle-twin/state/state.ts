/** What the twin remembers between two starts. */
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
  /** Set once paid: a link can be paid once. */
  orderId: z.string().nullable(),
});
export type PayLink = z.infer<typeof PayLink>;

const Customer = z.object({
  id: z.int(),
  email: z.string(),
  /** Whether the seller may write: such customers are the seller's audience. */
  isInAudience: z.boolean(),
});
export type Customer = z.infer<typeof Customer>;

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
  /** Milliseconds since 1970; it is billed at this time of day. */
  startedAt: z.int(),
  /** Bill dates fall on this day of the month, so many whole intervals later. */
  anchorDay: CalendarDate,
  periods: z.int(),
  /** Settled ones: Paddle's instalments. */
  payments: z.int(),
  /** The ids the next payment will have. */
  upcoming: z.object({ paymentId: z.int(), orderId: z.string() }),
  /** What changes left to be paid with the next payment, in minor units; a credit is below zero. */
  carriedMinor: z.int(),
  /** Failed attempts to charge the upcoming payment. */
  failedAttempts: z.int(),
  /** The day of the next attempt to charge; null while nothing is to be charged. */
  nextBillDate: CalendarDate.nullable(),
  /** The last day that a payment or the trial covers. */
  paidThrough: CalendarDate,
  pausedAt: z.int().nullable(),
  pausedFrom: CalendarDate.nullable(),
  pausedReason: z.enum(['delinquent', 'voluntary']).nullable(),
  endsOn: CalendarDate.nullable(),
  cardLastFour: z.string(),
  cardWorks: z.boolean(),
  /** The next attempts to charge fail, whatever the card. */
  failNext: z.int(),
  /** Long and unguessable, in the addresses of the update and cancel pages. */
  token: z.string(),
});
export type TwinSubscription = z.infer<typeof TwinSubscription>;

const Refund = z.object({ kind: z.enum(['full', 'partial', 'vat']), amount: Money, at: z.int() });

const Order = z.object({
  orderId: z.string(),
  checkoutId: z.string(),
  /** Null for something paid once; so is the payment's id. */
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
  /** `next_bill_date` of its alert. */
  paidThrough: CalendarDate.nullable(),
  instalment: z.int(),
  refunds: z.array(Refund),
  dispute: z.enum(['none', 'open', 'closed']),
});
export type Order = z.infer<typeof Order>;

/** A refund somebody asked for, until Paddle has looked at it. */
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
  /** The HTTP status; null when there was no answer. */
  status: z.int().nullable(),
  problem: z.string().nullable(),
});

const Delivery = z.object({
  alertId: z.string(),
  name: z.string(),
  subscriptionId: z.int().nullable(),
  createdAt: z.int(),
  /** Every field but the signature. */
  fields: z.record(z.string(), z.string()),
  /** `lost`: it never arrives, and Paddle does not know. */
  state: z.enum(['waiting', 'delivered', 'given_up', 'lost']),
  nextAttemptAt: z.int(),
  attempts: z.array(Attempt),
  /** Made up by the simulator: Paddle's history does not know it. */
  isSimulated: z.boolean(),
  /** Its place among the others when they are shuffled. */
  shuffle: z.number(),
});
export type Delivery = z.infer<typeof Delivery>;

export const State = z.object({
  version: z.literal(3),
  /** Twin's time less real time, in milliseconds. */
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
