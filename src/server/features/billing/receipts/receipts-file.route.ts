/** GET /receipts.csv: lets the signed-in customer download their receipts for a spreadsheet. */
import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { Deps } from '#server/deps.ts';
import { comesFromElsewhere } from '#server/platform/http/same-origin.ts';
import { showsAnother } from '#server/platform/http/shown-account.ts';
import { logFailure } from '#server/platform/observability/failure-log.ts';
import type { Context } from '#server/platform/trpc/context.ts';
import { ReceiptFilter, type ReceiptTotal } from '#shared/billing/billing.ts';
import { addToTotals } from '#shared/billing/receipt-amounts.ts';
import { hourSeconds } from '#shared/durations.ts';
import { AppError } from '#shared/errors.ts';
import type { ReceiptSelection } from './receipt.repository.ts';
import { byteOrderMark, csvHeader, csvReceipt, csvTotal, csvWords } from './receipt-csv.ts';

/** Maximum number of downloads per account. They are limited because every download reads all receipts. */
const downloads = { tries: 60, seconds: hourSeconds } as const;

/** Number of receipts read at a time, so that a file of any length needs little memory. */
const batchSize = 500;

const Query = ReceiptFilter.pick({ product: true, year: true }).extend({
  year: z
    .string()
    .regex(/^\d{4}$/)
    .transform(Number)
    .pipe(ReceiptFilter.shape.year.unwrap())
    .optional(),
});

interface ReceiptsFileParts {
  deps: Deps;
  /** Returns the account and session of a request; null if the request has no valid session. */
  signedInOf: (headers: IncomingHttpHeaders) => Promise<Pick<Context, 'account' | 'session'> | null>;
}

/** Yields batches of receipts, newest first, until there are none left. */
async function* batches({ receipts, paddlePages }: Deps, userId: number, selection: ReceiptSelection) {
  let batch = await receipts.listAfter(userId, selection, null, batchSize);
  for (;;) {
    yield batch.map((receipt) => ({ ...receipt, receiptUrl: paddlePages.receiptPage(receipt) }));
    const last = batch.at(-1);
    if (!last || batch.length < batchSize) return;
    batch = await receipts.listAfter(userId, selection, last, batchSize);
  }
}

/** Sends the receipts in the format that spreadsheets in the customer's language expect. */
export function receiptsFileHandler({ deps, signedInOf }: ReceiptsFileParts): RequestHandler {
  return async (req, res) => {
    if (comesFromElsewhere(req, new URL(deps.settings.appUrl).origin))
      throw new AppError('forbidden', 'the request came from a page of another site');
    const { account } = (await signedInOf(req.headers)) ?? { account: null };
    if (!account) throw new AppError('not_signed_in', 'no session');
    if (showsAnother(req.headers, account.id))
      throw new AppError('account_changed', 'the page belongs to another account');
    if (!account.emailVerified) throw new AppError('email_not_verified', 'the address is not confirmed');
    const selection = Query.safeParse(req.query);
    if (!selection.success) throw new AppError('invalid_input', 'unknown product or year');
    const words = csvWords[account.locale];
    const { year } = selection.data;
    const asFile = {
      'Content-Type': 'text/csv; charset=utf-8; header=present',
      'Content-Disposition': `attachment; filename="${words.fileName}${year === undefined ? '' : `-${year}`}.csv"`,
      'Cache-Control': 'no-store',
    };
    if (req.method === 'HEAD') {
      res.set(asFile).end();
      return;
    }
    const retryAfterSeconds = await deps.limiter.take([
      { name: 'receipts-download', of: [String(account.id)], limit: downloads },
    ]);
    if (retryAfterSeconds !== null)
      throw new AppError('too_many_requests', 'too many downloads', { retryAfterSeconds });

    const read = batches(deps, account.id, selection.data);
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
