/** Finds out what became of refunds that Paddle was asked for. Never asks for one again. */
import type { BoundDeps, Deps } from '#server/deps.ts';
import type { BillingEvent } from '#server/features/billing/fold/projection.ts';
import { dayMs, minuteMs, secondMs } from '#shared/durations.ts';
import { refundIn, reportedRefunds } from './refunded-amounts.ts';

/** Milliseconds for which the request itself may still record Paddle's answer. A call lives ten seconds. */
const answeredWithinMs = 30 * secondMs;

/** Milliseconds after which a request whose call hasn't been started is refused, so that it can't be started later. */
const startsWithinMs = 2 * minuteMs;

/**
 * Milliseconds after the call until a refund that Paddle hasn't reported counts as not made. Paddle reviews a refund
 * within days and doesn't report one that it turns down. No list of Paddle's has the requests, so only time tells.
 */
const reportedWithinMs = 14 * dayMs;

/** Settles what only time settles. Several processes may run this at once. */
export async function settleRefunds({
  refundRequests,
  now,
}: Pick<Deps, 'refundRequests' | 'now'>): Promise<void> {
  const at = now();
  const ago = (ms: number) => new Date(at.getTime() - ms);
  const refusal = 'refund_not_made';
  await refundRequests.refuseAllUncalled({ before: ago(startsWithinMs), refusal, at });
  await refundRequests.markAllUnanswered(ago(answeredWithinMs));
  await refundRequests.closeAll({ before: ago(reportedWithinMs), refusal, at });
}

/**
 * Settles the open refunds that alerts report. `facts` are those of the streams that have just been applied. Runs in
 * the transaction that writes the receipts, so that a refund is never both open and on the receipt.
 */
export async function settleRefundsByAlerts(
  deps: Pick<BoundDeps, 'events' | 'now' | 'paddle' | 'receipts' | 'refundRequests'>,
  facts: readonly BillingEvent[],
): Promise<void> {
  const orders = new Set(facts.flatMap((fact) => refundIn(fact)?.orderId ?? []));
  for (const refund of await deps.refundRequests.listOpenByOrders([...orders])) {
    const payment = await deps.receipts.findByOrder(refund.orderId);
    if (!payment || refund.refundedBefore === null) continue;
    const { given, isFull } = await reportedRefunds(deps, {
      orderId: refund.orderId,
      stream: payment.stream,
    });
    if (!isFull && given - refund.refundedBefore < refund.amount.minor) continue;
    await deps.refundRequests.settle(refund.id, { state: 'done', at: deps.now() });
  }
}
