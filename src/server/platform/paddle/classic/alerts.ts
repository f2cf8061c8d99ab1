/** Translates Paddle's alerts into facts, which contain neither Paddle's field names nor amounts as text. */
import type { z } from 'zod';
import type { PaddleFact } from '#server/platform/paddle/facts.ts';
import type { Alert, AlertMeaning } from '#server/platform/paddle/port.ts';
import { classicRef, type PaddleRef } from '#server/platform/paddle/reference.ts';
import { parseDay } from '#shared/dates.ts';
import { OrderId, PaddleId, problemsIn } from './alert-fields.ts';
import type { PhpMap } from './php-form.ts';
import { toPlain } from './php-form.ts';
import {
  ChangedContact,
  disputed,
  LegacyInvoicePaid,
  NewContact,
  NewInvoicePaid,
  OneOffPayment,
  OneOffRefund,
  RiskFound,
  RiskJudged,
} from './read-order-alerts.ts';
import { Cancelled, Created, Failed, Paid, Refunded, Updated } from './read-subscription-alerts.ts';

/** One schema per type of fact. The type makes sure that none is missing. */
const readers: Record<PaddleFact['type'], z.ZodType<PaddleFact>> = {
  subscription_created: Created,
  subscription_updated: Updated,
  subscription_cancelled: Cancelled,
  subscription_payment_succeeded: Paid,
  subscription_payment_failed: Failed,
  subscription_payment_refunded: Refunded,
  payment_succeeded: OneOffPayment,
  payment_refunded: OneOffRefund,
  payment_dispute_created: disputed('payment_dispute_created'),
  payment_dispute_closed: disputed('payment_dispute_closed'),
  high_risk_transaction_created: RiskFound,
  high_risk_transaction_updated: RiskJudged,
  new_audience_member: NewContact,
  update_audience_member: ChangedContact,
  invoice_paid: LegacyInvoicePaid,
  invoice_paid_v2: NewInvoicePaid,
};

/** Returns the name of the alert that reports a fact. Each alert of Classic has a fact of its own, by the same name. */
export const alertOfFact = (fact: PaddleFact['type']): string => fact;

const unsettled = 'Nothing has been paid yet. An invoice counts once it is paid.';
const payout = 'This is about a payout to the seller, not about a customer.';

/** Alerts that are known but change nothing in the portal, each with the reason. */
const ignored = {
  locker_processed:
    'This delivers a key from Paddle’s own locker. The portal issues its own keys when a payment arrives.',
  transfer_created: payout,
  transfer_paid: payout,
  invoice_sent: unsettled,
  invoice_sent_v2: unsettled,
  invoice_overdue: unsettled,
  invoice_overdue_v2: unsettled,
  invoice_cancelled_v2: 'Nothing was paid, and nothing will be charged.',
  fulfilment: 'Another alert about the same payment has all of this information and more.',
};

const readersByName = new Map<string, z.ZodType<PaddleFact>>(Object.entries(readers));
const reasonsByName = new Map<string, string>(Object.entries(ignored));

/** A Classic alert yields exactly one fact. */
type ClassicMeaning = { status: 'fact'; fact: PaddleFact } | Exclude<AlertMeaning, { status: 'facts' }>;

/** Caches the meaning of frozen payloads, because folds read the same ones repeatedly. */
const meanings = new WeakMap<object, ClassicMeaning>();

/** Interprets a stored payload. Never throws: an invalid payload is `malformed`, with a list of its invalid fields. */
export function parseAlert(payload: Readonly<Record<string, unknown>>): ClassicMeaning {
  if (!Object.isFrozen(payload)) return readMeaning(payload);
  const known = meanings.get(payload);
  if (known) return known;
  const meaning = readMeaning(payload);
  meanings.set(payload, meaning);
  return meaning;
}

function readMeaning(payload: Readonly<Record<string, unknown>>): ClassicMeaning {
  const name = nameOf(payload);
  const why = reasonsByName.get(name);
  if (why !== undefined) return { status: 'ignored', why };
  const reader = readersByName.get(name);
  if (!reader) return { status: 'unknown' };
  const { data: fact, error } = reader.safeParse(payload);
  if (error) return { status: 'malformed', problem: problemsIn(error) };
  // Events are ordered by time. Without a time, the outcome would depend on the order of arrival.
  if (!instantOf(payload.event_time)) return { status: 'malformed', problem: 'event_time: is not a time' };
  return { status: 'fact', fact };
}

function nameOf(payload: Readonly<Record<string, unknown>>): string {
  const name = payload.alert_name;
  if (typeof name === 'string' && /^[a-z0-9_]{1,64}$/.test(name)) return name;
  return name === undefined && typeof payload.p_order_id === 'string' ? 'fulfilment' : 'unnamed';
}

function instantOf(text: unknown): Date | null {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2} (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(text))
    return null;
  return parseDay(text) ? new Date(`${text.replace(' ', 'T')}Z`) : null;
}

function namedIn(payload: Readonly<Record<string, unknown>>): PaddleRef | null {
  const { data: subscription } = PaddleId.safeParse(payload.subscription_id);
  if (subscription !== undefined) return classicRef('subscription', subscription);
  const { data: order } = OrderId.safeParse(payload.order_id ?? payload.p_order_id);
  return order === undefined ? null : classicRef('order', order);
}

/** Creates an alert from verified fields. Even a malformed alert is kept in the log. */
export function alertOf(fields: PhpMap, digest: Buffer): Alert {
  const payload = Object.freeze(toPlain(fields));
  const alertId = payload.alert_id;
  return {
    alertId: typeof alertId === 'string' && /^\d{1,32}$/.test(alertId) ? alertId : null,
    name: nameOf(payload),
    digest,
    payload,
    occurredAt: instantOf(payload.event_time),
    about: namedIn(payload),
  };
}
