/** GET /receipts.csv: lets the signed-in customer download their receipts for a spreadsheet. */
import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { Deps } from '#server/deps.ts';
import { byteOrderMark } from '#server/platform/csv.ts';
import { downloaderOf, type Visitors } from '#server/platform/http/downloader.ts';
import { csvHeaders, reportBrokenFile, sendCsv } from '#server/platform/http/send-csv.ts';
import { ReceiptSelection, type ReceiptTotal, ReceiptYear } from '#shared/billing/billing.ts';
import { addToTotals } from '#shared/billing/receipt-amounts.ts';
import { hourSeconds } from '#shared/durations.ts';
import { AppError } from '#shared/errors.ts';
import { receiptBatches } from './list-receipts.ts';
import { csvHeader, csvReceipt, csvTotal, csvWords } from './receipt-csv.ts';

/** Maximum number of downloads per account. They are limited because every download reads all receipts. */
const downloads = { tries: 60, seconds: hourSeconds } as const;

const Query = ReceiptSelection.extend({
  year: z
    .string()
    .regex(/^\d{4}$/)
    .transform(Number)
    .pipe(ReceiptYear)
    .optional(),
});

interface ReceiptsFileParts extends Visitors {
  deps: Deps;
}

/** Sends the receipts in the format that spreadsheets in the customer's language expect. */
export function receiptsFileHandler({ deps, signedInOf }: ReceiptsFileParts): RequestHandler {
  return async (req, res) => {
    const { account } = await downloaderOf(req, { appUrl: deps.settings.appUrl, signedInOf });
    const selection = Query.safeParse(req.query);
    if (!selection.success) throw new AppError('invalid_input', 'unknown product or year');
    const words = csvWords[account.locale];
    const chosen = selection.data;
    const { product, year } = chosen;
    const name = [words.fileName, product?.toLowerCase(), year]
      .filter((part) => part !== undefined)
      .join('-');
    if (req.method === 'HEAD') {
      res.set(csvHeaders(name)).end();
      return;
    }
    const counted = { name: 'receipts-download', of: [String(account.id)], limit: downloads };
    await deps.limiter.takeOrThrow([counted], 'too many downloads');

    async function* text() {
      const totals: ReceiptTotal[] = [];
      yield byteOrderMark + csvHeader(words);
      for await (const receipts of receiptBatches(deps, account.id, chosen)) {
        for (const receipt of receipts) addToTotals(totals, receipt);
        yield receipts.map((receipt) => csvReceipt(receipt, words)).join('');
      }
      yield totals.map((total) => csvTotal(total, words)).join('');
    }
    try {
      await sendCsv(res, { name, text: text() });
    } catch (error) {
      reportBrokenFile(deps.log, res, error, 'a download of receipts failed');
    }
  };
}
