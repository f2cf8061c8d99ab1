/** What of an alert tells who somebody is, and what remains when that is taken out. */
import { PaddleId } from './alert-fields.ts';
import { readPassthrough } from './passthrough.ts';

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

/** The same alert about nobody in particular. */
export const withoutPerson = (payload: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(payload).map(([name, value]) => [name, impersonal.has(name) ? value : '']),
  );

/** Paddle's number of the buyer an alert is about, and the customer its passthrough names; null for what it does not tell. */
export const aboutWhom = (
  payload: Record<string, unknown>,
): { paddleUserId: number | null; customerId: number | null } => ({
  paddleUserId: PaddleId.safeParse(payload.user_id ?? payload.customer_user_id).data ?? null,
  customerId: readPassthrough(payload.passthrough),
});
