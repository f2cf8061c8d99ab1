/** Implements `payment/refund`. */

import type { Account } from '#twin/account/account.ts';
import { askForRefund } from '#twin/account/refunds.ts';
import { parseDecimal } from '#twin/catalogue/money.ts';
import type { Fields } from './fields.ts';
import { orRefuse, refuse } from './refusal.ts';

/** Requests a refund of the given amount, or of everything not refunded yet. Paddle grants it only after a review. */
export function requestRefund(account: Account, fields: Fields) {
  const { order_id: orderId, amount: text, reason = '' } = fields;
  if (!orderId) throw refuse(116);
  const order = account.order(orderId);
  if (!order) throw refuse(110);
  const amount = text ? parseDecimal(text, order.gross.currency) : null;
  if (text && !amount) throw refuse(129);
  const answer = askForRefund(account, orderId, { amount, reason });
  if (answer.status === 'asked') return { refund_request_id: answer.requestId };
  return orRefuse(answer);
}
