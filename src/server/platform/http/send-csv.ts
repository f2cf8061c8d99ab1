/** Sends CSV files, which are written while they are sent, so that a file of any length needs little memory. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import type { Logger } from 'pino';
import { csvType } from '#server/platform/csv.ts';
import { logFailure } from '#server/platform/observability/failure-log.ts';

/** Returns the headers of a CSV file. `name` is without an extension. */
export const csvHeaders = (name: string): Readonly<Record<string, string>> => ({
  'Content-Type': csvType,
  'Content-Disposition': `attachment; filename="${name}.csv"`,
  'Cache-Control': 'no-store',
});

/**
 * Sends the pieces of a file: the line of names, then the rows in batches. Rejects if not all of it could be sent. The
 * connection has been cut then, so that the browser reports a failed download instead of keeping half a file.
 */
export async function sendCsv(
  res: Response,
  { name, text }: { name: string; text: AsyncGenerator<string> },
): Promise<void> {
  // The first batch is read before anything is sent, so that a failure can still be reported as a problem.
  const names = await text.next();
  const first = await text.next();
  async function* file() {
    for (const each of [names, first]) if (!each.done) yield each.value;
    yield* text;
  }
  // Not compressed, because it is secret and requested with a cookie (docs/decisions/0045).
  res.set(csvHeaders(name));
  await pipeline(Readable.from(file()), res);
}

/**
 * Handles what `sendCsv` rejected with: throws it if nothing has been sent yet, so that a problem is answered.
 * Otherwise logs it, unless the client has closed the connection.
 */
export function reportBrokenFile(
  log: Logger,
  res: Pick<Response, 'headersSent'>,
  error: unknown,
  message: string,
): void {
  if (!res.headersSent) throw error;
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code !== 'ERR_STREAM_PREMATURE_CLOSE') logFailure(log, error, {}, message);
}
