/** Finds the payment that an e-mail is about, as far as alerts have reported it when the e-mail is sent. */
import type { Deps } from '#server/deps.ts';
import { changeAndPaymentMs } from '#server/features/billing/projections/news-of-stream.ts';
import type { Receipt } from '#server/features/billing/receipts/receipt.repository.ts';
import type { Licence } from '#server/features/licences/licence.repository.ts';
import type { OutboxMail } from '#server/platform/mail/outbox.repository.ts';
import type { DatedAmount } from '#shared/dated-amount.ts';
import { dayOf } from '#shared/dates.ts';

export type PaidDeps = Pick<Deps, 'receipts'>;

const toPaid = (receipt: Receipt | undefined): DatedAmount | null =>
  receipt && receipt.amount.minor > 0 ? { amount: receipt.amount, on: dayOf(receipt.paidAt) } : null;

/** Returns the first payment for the licence; null if no alert has reported it, or if nothing was charged. */
export async function firstPayment({ receipts }: PaidDeps, { stream }: Licence): Promise<DatedAmount | null> {
  const [first] = await receipts.listByStreams([stream]);
  return toPaid(first);
}

/**
 * Returns what was charged for the change that the e-mail is about; null if no alert has reported it. A change without
 * a payment may have charged nothing, or its payment may not have been reported yet.
 */
export async function paymentOfChange(
  { receipts }: PaidDeps,
  { stream, plan, quantity }: Licence,
  { ids: { happenedAt } }: OutboxMail,
): Promise<DatedAmount | null> {
  const changedAt = new Date(String(happenedAt)).getTime();
  const isOfChange = ({ part, paidAt, ...receipt }: Receipt): boolean =>
    (part?.kind === 'seats' || part?.kind === 'plan') &&
    receipt.planId === plan.id &&
    receipt.quantity === quantity &&
    Math.abs(paidAt.getTime() - changedAt) <= changeAndPaymentMs;
  return toPaid((await receipts.listByStreams([stream])).findLast(isOfChange));
}
