/** A customer's receipts as they are shown. */
import type { Deps } from '#server/deps.ts';
import type { ReceiptPage } from '#shared/billing/billing.ts';

/** One page, newest first. */
export async function listReceipts(
  deps: Pick<Deps, 'paddlePages' | 'receipts'>,
  userId: number,
  filter: Parameters<Deps['receipts']['listForUser']>[1],
): Promise<ReceiptPage> {
  const page = await deps.receipts.listForUser(userId, filter);
  return {
    ...page,
    receipts: page.receipts.map((receipt) => ({
      ...receipt,
      receiptUrl: deps.paddlePages.receiptPage(receipt),
    })),
  };
}
