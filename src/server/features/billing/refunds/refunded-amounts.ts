/** Works out how much of a payment has been refunded, and how much can still be. */
import type { BoundDeps } from '#server/deps.ts';
import { datedFacts, readEvent } from '#server/features/billing/event-log/read-event.ts';
import type { BillingEvent } from '#server/features/billing/fold/projection.ts';
import type { Receipt } from '#server/features/billing/receipts/receipt.repository.ts';
import { orderStream } from '#server/features/billing/streams/stream-names.ts';
import type { Money } from '#shared/money.ts';

interface ReportedRefund {
  orderId: string;
  kind: 'full' | 'partial';
  amount: Money;
}

/** Returns the refund that a fact reports; null if it reports none. Refunds of VAT don't count. */
export function refundIn(fact: BillingEvent): ReportedRefund | null {
  if (fact.type !== 'subscription_payment_refunded' && fact.type !== 'payment_refunded') return null;
  const { kind, amount } = fact;
  if (kind === 'vat') return null;
  return { orderId: fact.type === 'payment_refunded' ? fact.ref.id : fact.orderId, kind, amount };
}

/** Returns the amount that hasn't been refunded yet. A receipt's `refund` is the sum of all its refunds. */
export const leftOf = ({ amount, refund }: Pick<Receipt, 'amount' | 'refund'>): Money => ({
  ...amount,
  minor: refund?.kind === 'full' ? 0 : Math.max(0, amount.minor - (refund?.amount.minor ?? 0)),
});

/** What Paddle has reported about the refunds of a payment, apart from VAT. */
export interface ReportedRefunds {
  /** In minor units. */
  given: number;
  /** Whether Paddle called one of them full: nothing is left then, whatever the amounts say. */
  isFull: boolean;
}

/** Reads the refunds of an order from the log. Paddle may report them for the subscription or for the order. */
export async function reportedRefunds(
  { events, paddle }: Pick<BoundDeps, 'events' | 'paddle'>,
  { orderId, stream }: { orderId: string; stream: string },
): Promise<ReportedRefunds> {
  const types = [...paddle.alertsOf('subscription_payment_refunded'), ...paddle.alertsOf('payment_refunded')];
  const streams = [...new Set([stream, orderStream(orderId)])];
  const logged = await events.listByStreamsOfTypes(types, streams);
  const refunds = logged
    .flatMap((event) =>
      datedFacts(event, readEvent(paddle, event)).flatMap(({ fact }) => refundIn(fact) ?? []),
    )
    .filter((refund) => refund.orderId === orderId);
  return {
    given: refunds.reduce((sum, { amount }) => sum + amount.minor, 0),
    isFull: refunds.some(({ kind }) => kind === 'full'),
  };
}
