/**
 * Refolds streams whose receipts may lack what a payment within a period was for, or the company that was given for it.
 * Processes of a release before these columns store such receipts as long as they run beside those of this release.
 */
import type { Deps } from '#server/deps.ts';

/** Name of the job. A migration schedules it for once, a day after the columns were added. */
export const partPaymentsJob = 'part_payments';

/** Number of streams checked in one statement. */
const page = 500;

/** Schedules the streams page by page. Continues after a crash. Throws the abort reason once `stopped` is aborted. */
export async function refoldPartPayments(
  deps: Pick<Deps, 'jobs' | 'now' | 'receipts' | 'transaction'>,
  stopped: AbortSignal,
): Promise<void> {
  for (let after = (await deps.jobs.progressOf(partPaymentsJob)) ?? ''; ; ) {
    stopped.throwIfAborted();
    const { streams, next } = await deps.receipts.pageWithGaps({ after, limit: page });
    await deps.transaction((bound) => bound.streams.makeDue(streams, bound.now()));
    await deps.jobs.noteProgress(partPaymentsJob, next);
    if (next === null) return;
    after = next;
  }
}
