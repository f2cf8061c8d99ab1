/** Lists a customer's receipts with what became of the refunds that were asked for. */
import type { Deps } from '#server/deps.ts';
import { listReceipts } from '#server/features/billing/receipts/list-receipts.ts';
import { toRefundProgress } from '#server/features/billing/refunds/preview-refund.ts';
import type { CustomerReceiptPage } from '#shared/administration/receipts.ts';
import type { ReceiptFilter } from '#shared/billing/billing.ts';

export async function receiptsOfCustomer(
  deps: Parameters<typeof listReceipts>[0] & Pick<Deps, 'refundRequests'>,
  { customerId, ...filter }: ReceiptFilter & { customerId: number },
): Promise<CustomerReceiptPage> {
  const page = await listReceipts(deps, customerId, filter);
  const orders = page.receipts.flatMap(({ orderId }) => orderId ?? []);
  const refunds = await deps.refundRequests.listLatestByOrders(orders);
  return { ...page, refunds: refunds.map(toRefundProgress) };
}
