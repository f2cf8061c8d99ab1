/** Finds the personal data in an alert, and redacts it. */

import { readPassthrough, writePassthrough } from '#server/platform/paddle/passthrough.ts';
import type { Mentioned } from '#server/platform/paddle/port.ts';
import { Email, OrderId, PaddleId } from './alert-fields.ts';

/**
 * The fields that a redacted alert keeps: IDs, amounts, dates, and the purchased product. All others are cleared,
 * unknown ones included. URLs of Paddle's pages are cleared because anyone who has them can open the buyer's receipt or
 * card details. The signature is cleared because it no longer matches, and because it could be used to verify guesses
 * at the cleared values.
 */
const impersonal: ReadonlySet<string> = new Set([
  ...['alert_id', 'alert_name', 'event_time', 'created_at'],
  ...['subscription_id', 'subscription_payment_id', 'subscription_plan_id', 'old_subscription_plan_id'],
  ...['linked_subscriptions', 'order_id', 'p_order_id', 'checkout_id', 'case_id', 'invoice_id', 'payment_id'],
  ...['product_id', 'product_name', 'p_product_id', 'plan_name', 'user_id', 'customer_user_id'],
  ...['quantity', 'new_quantity', 'old_quantity', 'p_quantity', 'status', 'old_status', 'attempt_number'],
  ...['next_bill_date', 'old_next_bill_date', 'next_retry_date', 'cancellation_effective_date'],
  ...['paused_at', 'paused_from', 'paused_reason', 'initial_payment', 'instalments', 'hard_failure'],
  ...['currency', 'amount', 'sale_gross', 'payment_tax', 'fee', 'earnings', 'payment_method'],
  ...['unit_price', 'new_unit_price', 'old_unit_price', 'new_price', 'old_price', 'next_payment_amount'],
  ...['balance_currency', 'balance_gross', 'balance_tax', 'balance_fee', 'balance_earnings'],
  ...['refund_type', 'gross_refund', 'fee_refund', 'tax_refund', 'earnings_decrease'],
  ...['balance_gross_refund', 'balance_fee_refund', 'balance_tax_refund', 'balance_earnings_decrease'],
  ...['used_price_override', 'risk_score'],
]);

/** Returns the alert without personal data. With `keepCustomer`, the account id in the passthrough is kept. */
export function redactAlert(
  payload: Readonly<Record<string, unknown>>,
  { keepCustomer = false }: { keepCustomer?: boolean } = {},
): Record<string, unknown> {
  const blank = Object.fromEntries(
    Object.entries(payload).map(([name, value]) => [name, impersonal.has(name) ? value : '']),
  );
  const customer = keepCustomer ? readPassthrough(payload.passthrough) : null;
  return customer === null ? blank : { ...blank, passthrough: writePassthrough(customer) };
}

const former = 'old_customer_email';

/** Returns the alert without the buyer's previous address. */
export const withoutFormerAddress = (
  payload: Readonly<Record<string, unknown>>,
): Record<string, unknown> => ({
  ...payload,
  [former]: '',
});

/** Fields that hold the buyer's e-mail address. */
const addressFields = [
  'email',
  'customer_email_address',
  'new_customer_email',
  'customer_email',
  'p_customer_email',
];

const maxAddressLength = 254;
const nearAddress = (character: string | undefined): boolean =>
  character !== undefined && !/[\s<>"(),;:@[\]\\]/.test(character);

/** Returns the first e-mail address in a text such as `Nora <nora@example.test>`; null if there is none. */
function addressIn(text: string): string | null {
  const at = text.indexOf('@');
  if (at < 0) return null;
  let from = at;
  let to = at + 1;
  while (at - from < maxAddressLength && nearAddress(text[from - 1])) from -= 1;
  while (to - at < maxAddressLength && nearAddress(text[to])) to += 1;
  const address = text.slice(from, to);
  return from < at && to > at + 1 && address.length <= maxAddressLength ? address : null;
}

/**
 * Returns the e-mail address in a field: its whole value or, if that isn't an address, the first address in its text.
 */
function addressOf(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  return Email.safeParse(value).data ?? addressIn(value);
}

/**
 * Returns the first e-mail address in any field. Used for unknown alerts, because the names of their fields aren't
 * known.
 */
function anyAddress(payload: Readonly<Record<string, unknown>>): string | null {
  for (const value of Object.values(payload)) {
    const address = typeof value === 'string' ? addressIn(value) : null;
    if (address !== null) return address;
  }
  return null;
}

/**
 * Returns the identifiers of the person and the order that the alert is about. Identifiers that the alert doesn't
 * contain are null.
 */
export function identifiersOf(payload: Readonly<Record<string, unknown>>): Mentioned {
  const told = addressFields.flatMap((name) => addressOf(payload[name]) ?? []);
  const before = addressOf(payload[former]);
  const email = told[0] ?? before ?? anyAddress(payload);
  return {
    paddleUserId: PaddleId.safeParse(payload.user_id ?? payload.customer_user_id).data ?? null,
    customerId: readPassthrough(payload.passthrough),
    orderId: OrderId.safeParse(payload.order_id ?? payload.p_order_id).data ?? null,
    email,
    formerEmail: told.length > 0 ? before : null,
  };
}
