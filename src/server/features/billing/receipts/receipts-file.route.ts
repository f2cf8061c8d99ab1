/** GET /receipts.csv: lets the signed-in customer download their receipts for a spreadsheet. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { Deps } from '#server/deps.ts';
import { byteOrderMark, csvType } from '#server/platform/csv.ts';
import { downloaderOf, type Visitors } from '#server/platform/http/downloader.ts';
import { logFailure } from '#server/platform/observability/failure-log.ts';
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
    const { product, year } = selection.data;
    const name = [words.fileName, product?.toLowerCase(), year]
      .filter((part) => part !== undefined)
      .join('-');
    const asFile = {
      'Content-Type': csvType,
      'Content-Disposition': `attachment; filename="${name}.csv"`,
      'Cache-Control': 'no-store',
    };
    if (req.method === 'HEAD') {
      res.set(asFile).end();
      return;
    }
    const counted = { name: 'receipts-download', of: [String(account.id)], limit: downloads };
    await deps.limiter.takeOrThrow([counted], 'too many downloads');

    const read = receiptBatches(deps, account.id, selection.data);
    // The first batch is read before anything is sent, so that a failure can still be reported as a problem.
    const first = await read.next();
    async function* text() {
      const totals: ReceiptTotal[] = [];
      yield byteOrderMark + csvHeader(words);
      for (let next = first; !next.done; next = await read.next()) {
        for (const receipt of next.value) addToTotals(totals, receipt);
        yield next.value.map((receipt) => csvReceipt(receipt, words)).join('');
      }
      yield totals.map((total) => csvTotal(total, words)).join('');
    }
    // Not compressed, because it is secret and requested with a cookie (docs/decisions/0045).
    res.set(asFile);
    try {
      await pipeline(Readable.from(text()), res);
    } catch (error) {
      // `pipeline` has closed the connection, so the browser reports a failed download instead of keeping half a file.
      const code = error instanceof Error && 'code' in error ? error.code : null;
      if (code !== 'ERR_STREAM_PREMATURE_CLOSE')
        logFailure(deps.log, error, {}, 'a download of receipts failed');
    }
  };
}
