/** What of an alert tells who somebody is, and what remains when that is taken out. */

import { readPassthrough, writePassthrough } from '#server/platform/paddle/passthrough.ts';
import type { Mentioned } from '#server/platform/paddle/port.ts';
import { Email, OrderId, PaddleId } from './alert-fields.ts';

/**
 * The fields that stay: ids, amounts, dates, and what was bought. All others go, those nobody has told us of too.
 * Addresses of pages at Paddle go as well: they open somebody's receipt or card to whoever has them. So does the
 * signature: it no longer fits, and a guess at what was blanked could be checked against it.
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

/** The same alert about nobody in particular; `keepCustomer`: of the passthrough the account's number stays. */
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

/** The same alert, as if nobody had told which address the buyer had before. */
export const withoutFormerAddress = (
  payload: Readonly<Record<string, unknown>>,
): Record<string, unknown> => ({
  ...payload,
  [former]: '',
});

/** Where Paddle tells the address of the buyer. */
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

/** The address in a text that may say more, such as `Nora <nora@example.test>`; null when there is none. */
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

/** A field that holds an address holds nothing else; one that holds more is read as any other text. */
function addressOf(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  return Email.safeParse(value).data ?? addressIn(value);
}

/** The first address in any field: of an alert nobody has told us of, the names of its fields are not known. */
function anyAddress(payload: Readonly<Record<string, unknown>>): string | null {
  for (const value of Object.values(payload)) {
    const address = typeof value === 'string' ? addressIn(value) : null;
    if (address !== null) return address;
  }
  return null;
}

/** Whom an alert is about, and which order: for all that it does not tell, null. */
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
