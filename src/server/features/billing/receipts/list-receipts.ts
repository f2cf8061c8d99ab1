/** Lists a customer's receipts for display. */
import type { Deps } from '#server/deps.ts';
import type { ReceiptPage } from '#shared/billing/billing.ts';

/** Returns one page of receipts, newest first. */
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
