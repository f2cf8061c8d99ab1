/** Paddle's alerts → our facts. Paddle's field names and text amounts stop here. */
import { z } from 'zod';
import { dayOf, parseDay } from '#shared/dates.ts';
import { CurrencyCode, parseDecimal } from '#shared/money.ts';
import { readPassthrough } from './passthrough.ts';
import type { PhpMap } from './php-form.ts';
import { toPlain } from './php-form.ts';
import type { Alert, AlertMeaning, BillingFact, BuyerHints } from './port.ts';

const PaddleId = z
  .string()
  .regex(/^[1-9]\d{0,15}$/, 'is not an id of Paddle')
  .transform(Number)
  .pipe(z.int());
const Quantity = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, 'is not a quantity')
  .transform(Number);
const Day = z.string().transform((text, context) => {
  const day = parseDay(text);
  if (day) return day;
  context.addIssue({ code: 'custom', message: 'is not a day' });
  return z.NEVER;
});
const Status = z.enum(
  ['trialing', 'active', 'past_due', 'paused', 'deleted'],
  'is not a status of a subscription',
);
const PageUrl = z.url({ protocol: /^https?$/ }).max(2_048);

/** For fields an alert is worth reading without: the simulator fills them with nonsense. */
const orNull = <T extends z.ZodType>(schema: T) => schema.nullable().catch(null);

const buyerFields = {
  passthrough: z.unknown(),
  user_id: orNull(PaddleId),
  email: orNull(z.string().trim().max(254).includes('@')),
};

const CreatedFields = z.object({
  ...buyerFields,
  subscription_id: PaddleId,
  subscription_plan_id: PaddleId,
  status: Status,
  quantity: Quantity,
  next_bill_date: Day,
  update_url: orNull(PageUrl),
  cancel_url: orNull(PageUrl),
});

const PaymentFields = z.object({
  ...buyerFields,
  subscription_id: PaddleId,
  subscription_plan_id: PaddleId,
  status: Status,
  quantity: Quantity,
  next_bill_date: Day,
  order_id: z.string().regex(/^[\x21-\x7e]{1,64}$/, 'is not an order id'),
  checkout_id: orNull(z.string().min(1).max(64)),
  currency: CurrencyCode,
  sale_gross: z.string(),
  payment_tax: orNull(z.string()),
  receipt_url: orNull(PageUrl),
});

const CancelledFields = z.object({
  ...buyerFields,
  subscription_id: PaddleId,
  subscription_plan_id: PaddleId,
  /** Left empty by some deliveries; nothing that ends depends on it. */
  quantity: Quantity.catch(1),
  cancellation_effective_date: Day,
});

function buyerOf(fields: {
  passthrough?: unknown;
  user_id: number | null;
  email: string | null;
}): BuyerHints {
  return {
    billableId: readPassthrough(fields.passthrough),
    paddleUserId: fields.user_id,
    email: fields.email,
  };
}

function senseless(error: z.ZodError): AlertMeaning {
  const problem = error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  return { status: 'senseless', problem };
}

const factOf = (fact: BillingFact): AlertMeaning => ({ status: 'fact', fact });

function readCreated(payload: Record<string, unknown>): AlertMeaning {
  const { data, error } = CreatedFields.safeParse(payload);
  if (error) return senseless(error);
  return factOf({
    type: 'subscription_created',
    subscriptionId: data.subscription_id,
    planId: data.subscription_plan_id,
    status: data.status,
    quantity: data.quantity,
    nextBillOn: data.next_bill_date,
    updateUrl: data.update_url,
    cancelUrl: data.cancel_url,
    buyer: buyerOf(data),
  });
}

function readPayment(payload: Record<string, unknown>): AlertMeaning {
  const { data, error } = PaymentFields.safeParse(payload);
  if (error) return senseless(error);
  const amount = parseDecimal(data.sale_gross, data.currency);
  if (!amount || amount.minor < 0) return { status: 'senseless', problem: 'sale_gross: is not an amount' };
  return factOf({
    type: 'subscription_payment_succeeded',
    subscriptionId: data.subscription_id,
    planId: data.subscription_plan_id,
    status: data.status,
    quantity: data.quantity,
    nextBillOn: data.next_bill_date,
    orderId: data.order_id,
    checkoutId: data.checkout_id,
    amount,
    tax: data.payment_tax === null ? null : parseDecimal(data.payment_tax, data.currency),
    receiptUrl: data.receipt_url,
    buyer: buyerOf(data),
  });
}

function readCancelled(payload: Record<string, unknown>): AlertMeaning {
  const { data, error } = CancelledFields.safeParse(payload);
  if (error) return senseless(error);
  return factOf({
    type: 'subscription_cancelled',
    subscriptionId: data.subscription_id,
    planId: data.subscription_plan_id,
    quantity: data.quantity,
    effectiveOn: data.cancellation_effective_date,
    buyer: buyerOf(data),
  });
}

type Reader = (payload: Record<string, unknown>) => AlertMeaning;
const unread: Reader = () => ({ status: 'unhandled' });

/** Every alert Paddle Classic is known to send. `unread`: stored, waiting for a rule that reads it. */
const readers = new Map<string, Reader>([
  ['subscription_created', readCreated],
  ['subscription_payment_succeeded', readPayment],
  ['subscription_cancelled', readCancelled],
  ['subscription_updated', unread],
  ['subscription_payment_failed', unread],
  ['subscription_payment_refunded', unread],
  ['payment_succeeded', unread],
  ['payment_refunded', unread],
  ['locker_processed', unread],
  ['payment_dispute_created', unread],
  ['payment_dispute_closed', unread],
  ['high_risk_transaction_created', unread],
  ['high_risk_transaction_updated', unread],
  ['new_audience_member', unread],
  ['update_audience_member', unread],
  ['transfer_created', unread],
  ['transfer_paid', unread],
  ['invoice_sent', unread],
  ['invoice_paid', unread],
  ['invoice_overdue', unread],
  ['invoice_sent_v2', unread],
  ['invoice_paid_v2', unread],
  ['invoice_overdue_v2', unread],
  ['invoice_cancelled_v2', unread],
  ['fulfilment', unread],
]);

/** What a stored payload means. Never throws: nonsense is `senseless`, with the fields that are wrong. */
export function understandAlert(payload: Record<string, unknown>): AlertMeaning {
  const read = readers.get(nameOf(payload));
  if (!read) return { status: 'unhandled' };
  const meaning = read(payload);
  // The order of events is their time: without one, the outcome would depend on arrival.
  return meaning.status === 'fact' && instantOf(payload.event_time) === null
    ? { status: 'senseless', problem: 'event_time: is not a time' }
    : meaning;
}

function nameOf(payload: Record<string, unknown>): string {
  const name = payload.alert_name;
  if (typeof name === 'string' && /^[a-z0-9_]{1,64}$/.test(name)) return name;
  return name === undefined && typeof payload.p_order_id === 'string' ? 'fulfilment' : 'unnamed';
}

function instantOf(text: unknown): Date | null {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2} (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(text))
    return null;
  const day = parseDay(text);
  const instant = new Date(`${text.replace(' ', 'T')}Z`);
  return day && dayOf(instant) === day ? instant : null;
}

/** The alert in proven fields: what the log keeps of it before anybody asks whether it makes sense. */
export function alertOf(fields: PhpMap, digest: Buffer): Alert {
  const payload = toPlain(fields);
  const alertId = payload.alert_id;
  const subscriptionId = PaddleId.safeParse(payload.subscription_id);
  return {
    alertId: typeof alertId === 'string' && /^\d{1,32}$/.test(alertId) ? alertId : null,
    name: nameOf(payload),
    digest,
    payload,
    occurredAt: instantOf(payload.event_time),
    subscriptionId: subscriptionId.success ? subscriptionId.data : null,
  };
}
