/** Derives the columns of the receipts page and the CSV file, so that both always agree. */
import type { Money } from '#shared/money.ts';
import type { ReceiptTotal, ReceiptView } from './billing.ts';

/**
 * Returns the amount without tax; null if the tax is unknown. It is subtracted rather than calculated from a rate, so
 * that net and tax always add up to the amount.
 */
export const netOf = ({ amount, tax }: Pick<ReceiptView, 'amount' | 'tax'>): Money | null =>
  tax && { minor: amount.minor - tax.minor, currency: amount.currency };

/** Returns the refunded amount as a negative number. */
export const refundedOf = ({ minor, currency }: Money): Money => ({
  minor: minor === 0 ? 0 : -minor,
  currency,
});

/**
 * `incomplete`: no alert has reported the payment yet, so its order number and tax are unknown. `tax_refunded`: only
 * tax was refunded. Refunds take precedence over `incomplete`.
 */
export type ReceiptStatus = 'paid' | 'refunded' | 'partly_refunded' | 'tax_refunded' | 'incomplete';

/**
 * Refunds of a kind that this release doesn't know count as partial, because that status only says that an amount was
 * refunded.
 */
export function statusOf({ refund, orderId }: Pick<ReceiptView, 'refund' | 'orderId'>): ReceiptStatus {
  if (!refund) return orderId === null ? 'incomplete' : 'paid';
  if (refund.kind === 'full') return 'refunded';
  return refund.kind === 'vat' ? 'tax_refunded' : 'partly_refunded';
}

/** Adds a receipt to the totals. Each year and currency has its own total. */
export function addToTotals(
  totals: ReceiptTotal[],
  { paidAt, amount, tax, refund }: Pick<ReceiptView, 'paidAt' | 'amount' | 'tax' | 'refund'>,
): void {
  const { currency } = amount;
  const year = paidAt.getUTCFullYear();
  let total = totals.find((each) => each.year === year && each.amount.currency === currency);
  if (!total) {
    const nothing = { minor: 0, currency };
    total = { year, count: 0, amount: nothing, tax: nothing, refunded: nothing };
    totals.push(total);
  }
  const plus = (sum: Money, added: Money | undefined): Money => ({
    minor: sum.minor + (added?.minor ?? 0),
    currency,
  });
  total.count += 1;
  total.amount = plus(total.amount, amount);
  total.tax = total.tax && tax && plus(total.tax, tax);
  total.refunded = plus(total.refunded, refund?.amount);
}
