/** Shows what can be refunded of a payment, before anything happens. */
import type { Deps } from '#server/deps.ts';
import type { RefundPreview, RefundProgress } from '#shared/billing/refunds.ts';
import { AppError, type ErrorCode } from '#shared/errors.ts';
import type { StoredRefund } from './refund-request.repository.ts';
import { leftOf } from './refunded-amounts.ts';

export const toRefundProgress = ({
  requestId,
  orderId,
  amount,
  state,
  refusal,
  askedAt,
  settledAt,
}: StoredRefund): RefundProgress => ({ requestId, orderId, amount, state, refusal, askedAt, settledAt });

const isOpen = ({ state }: StoredRefund): boolean => state !== 'done' && state !== 'refused';

/** Throws `not_found` if the customer has no such payment. */
export async function previewRefund(
  { receipts, refundRequests }: Pick<Deps, 'receipts' | 'refundRequests'>,
  { customerId, orderId }: { customerId: number; orderId: string },
): Promise<RefundPreview> {
  const payment = await receipts.findByOrder(orderId);
  if (!payment || payment.userId !== customerId)
    throw new AppError('not_found', `customer ${customerId} has no payment ${orderId}`);
  const requests = await refundRequests.listByOrder(orderId);
  const open = requests.find(isOpen);
  const left = leftOf(payment);
  const refusal: ErrorCode | null = open ? 'refund_open' : left.minor === 0 ? 'nothing_to_refund' : null;
  return {
    ...{ orderId, paid: payment.amount, left, refusal },
    refunded: { ...left, minor: payment.amount.minor - left.minor },
    leftAfterOpen: { ...left, minor: Math.max(0, left.minor - (open?.amount.minor ?? 0)) },
    requests: requests.map(toRefundProgress),
  };
}
