/** Requests a refund from Paddle. */

import type { Deps } from '#server/deps.ts';
import type { Receipt } from '#server/features/billing/receipts/receipt.repository.ts';
import { PaddleRefusal, PaddleUnavailable } from '#server/platform/paddle/errors.ts';
import type { Money } from '#shared/money.ts';
import { isEmpty } from './run-licence-action.ts';

export interface RefundPayment {
  orderId: string;
  /** The amount to refund, in the currency of the payment; null refunds everything that hasn't been refunded yet. */
  amount: Money | null;
  /** Reason for the refund, which is sent to Paddle. */
  reason: string;
}

export type RefundedPayment =
  | { status: 'requested'; amount: Money }
  | { status: 'refused'; reason: 'no_reason' | 'unknown_order' | 'nothing_left' | 'paddle_unavailable' }
  | { status: 'refused'; reason: 'wrong_amount'; left: Money }
  | { status: 'refused'; reason: 'paddle_refused'; message: string };

/** Returns the amount that hasn't been refunded yet. A receipt's `refund` is the sum of all its refunds. */
const leftOf = ({ amount, refund }: Receipt): Money => ({
  ...amount,
  minor: refund?.kind === 'full' ? 0 : amount.minor - (refund?.amount.minor ?? 0),
});

/**
 * Requests a refund, which Paddle reviews. The receipt and the licence change only when Paddle's alert reports the
 * result, so nothing is stored here and no transaction stays open during the call.
 */
export async function refundPayment(
  deps: Pick<Deps, 'receipts' | 'paddle'>,
  { orderId, amount, reason }: RefundPayment,
): Promise<RefundedPayment> {
  if (isEmpty(reason)) return { status: 'refused', reason: 'no_reason' };
  const receipt = await deps.receipts.findByOrder(orderId);
  if (!receipt) return { status: 'refused', reason: 'unknown_order' };
  const left = leftOf(receipt);
  if (left.minor <= 0) return { status: 'refused', reason: 'nothing_left' };
  const asked = amount ?? left;
  if (asked.currency !== left.currency || asked.minor <= 0 || asked.minor > left.minor) {
    return { status: 'refused', reason: 'wrong_amount', left };
  }
  // If nothing has been refunded yet and everything is to be refunded, no amount is sent, and Paddle makes a full
  // refund, tax included.
  const isWhole = asked.minor === receipt.amount.minor;
  try {
    await deps.paddle.refundPayment({ orderId, amount: isWhole ? null : asked, reason });
    return { status: 'requested', amount: asked };
  } catch (error) {
    if (error instanceof PaddleUnavailable) return { status: 'refused', reason: 'paddle_unavailable' };
    if (error instanceof PaddleRefusal) {
      return { status: 'refused', reason: 'paddle_refused', message: error.message };
    }
    throw error;
  }
}
