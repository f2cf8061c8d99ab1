/** Lists a customer's receipts for display. */
import type { Deps } from '#server/deps.ts';
import {
  type ReceiptFilter,
  type ReceiptPage,
  type ReceiptSelection,
  type ReceiptView,
  receiptsPerPage,
} from '#shared/billing/billing.ts';
import { readTimeCursor, writeTimeCursor } from '#shared/lists/time-cursor.ts';
import type { OwnReceipts, ReceiptPosition } from './listed-receipts.repository.ts';

type ListDeps = Pick<Deps, 'listedReceipts' | 'paddlePages'>;

const withPage = (deps: Pick<Deps, 'paddlePages'>, receipt: ReceiptView): ReceiptView => ({
  ...receipt,
  receiptUrl: deps.paddlePages.receiptPage(receipt),
});

function positionOf(cursor: string): ReceiptPosition {
  const { at, id } = readTimeCursor(cursor);
  return { paidAt: at, id };
}

const cursorOf = ({ paidAt, id }: ReceiptPosition): string => writeTimeCursor({ at: paidAt, id });

/**
 * Returns the receipts before or after a cursor. If fewer than a page are newer than the cursor, returns the latest
 * ones, so that the first page is always a full one.
 */
async function pageAt(
  { listedReceipts }: Pick<Deps, 'listedReceipts'>,
  own: OwnReceipts,
  { after, before }: Pick<ReceiptFilter, 'after' | 'before'>,
): Promise<ReceiptView[]> {
  if (after === undefined && before !== undefined) {
    const newer = await listedReceipts.listBefore(own, positionOf(before), receiptsPerPage);
    if (newer.length === receiptsPerPage) return newer;
  }
  return listedReceipts.listAfter(own, after === undefined ? null : positionOf(after), receiptsPerPage);
}

/** Returns a page of receipts, newest first, with the totals of all that the filter selects. */
export async function listReceipts(
  deps: ListDeps,
  userId: number,
  { product, year, ...cursors }: ReceiptFilter,
): Promise<ReceiptPage> {
  const own = { userId, product, year };
  const listed = await pageAt(deps, own, cursors);
  const allTotals = await deps.listedReceipts.listTotals({ userId, product });
  const totals = allTotals.filter((each) => year === undefined || each.year === year);
  const total = totals.reduce((sum, { count }) => sum + count, 0);
  const [newest, oldest] = [listed.at(0), listed.at(-1)];
  const first = newest ? (await deps.listedReceipts.countNewer(own, newest)) + 1 : total + 1;
  return {
    receipts: listed.map((receipt) => withPage(deps, receipt)),
    first,
    total,
    newer: newest && first > 1 ? cursorOf(newest) : null,
    older: oldest && first + listed.length <= total ? cursorOf(oldest) : null,
    totals,
    years: [...new Set(allTotals.map((each) => each.year))],
  };
}

/** Returns a page by its number, for programs that read the receipts one page after another. */
export async function listNumberedReceipts(
  deps: ListDeps,
  userId: number,
  { page }: { page: number },
): Promise<{ receipts: ReceiptView[]; page: number; pages: number; total: number }> {
  const { receipts, total } = await deps.listedReceipts.listNumbered(userId, {
    page,
    perPage: receiptsPerPage,
  });
  return {
    receipts: receipts.map((receipt) => withPage(deps, receipt)),
    page,
    pages: Math.max(1, Math.ceil(total / receiptsPerPage)),
    total,
  };
}

/** Number of receipts read at a time, so that a list of any length needs little memory. */
const batchSize = 500;

/** Yields all receipts that are selected in batches, newest first. */
export async function* receiptBatches(
  deps: ListDeps,
  userId: number,
  selection: ReceiptSelection = {},
): AsyncGenerator<ReceiptView[]> {
  const own = { userId, ...selection };
  let batch = await deps.listedReceipts.listAfter(own, null, batchSize);
  for (;;) {
    yield batch.map((receipt) => withPage(deps, receipt));
    const last = batch.at(-1);
    if (!last || batch.length < batchSize) return;
    batch = await deps.listedReceipts.listAfter(own, last, batchSize);
  }
}
