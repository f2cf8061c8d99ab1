/**
 * Refolds streams whose rows were made by other rules than this release's (`fold/fold-rules`): by an earlier release,
 * or by a process of one that ran beside this release's. Each head stores the version of the rules together with the
 * version of the stream that they made. A process that doesn't know the rules only increments the stream's version.
 */
import type { Deps } from '#server/deps.ts';
import { foldRules } from '#server/features/billing/fold/fold-rules.ts';
import { logFailure } from '#server/platform/observability/failure-log.ts';
import { applyInBatches } from './apply-together.ts';

/** The first run of a release with new rules is due at once, because its job has another name. */
export const refoldJob = `refold_${foldRules}`;

/** Number of streams checked in one statement. */
const page = 500;

/**
 * Schedules outdated streams page by page; the sweep folds them. Continues after a crash. Throws the abort reason once
 * `stopped` is aborted.
 */
export async function refoldOutdated(
  deps: Pick<Deps, 'jobs' | 'log' | 'now' | 'streams' | 'transaction'>,
  stopped: AbortSignal,
): Promise<void> {
  let scheduled = 0;
  for (let after = (await deps.jobs.progressOf(refoldJob)) ?? ''; ; ) {
    stopped.throwIfAborted();
    const { streams, next } = await deps.streams.pageOutdated({ now: deps.now(), after, limit: page });
    await deps.transaction((bound) => bound.streams.makeDue(streams, bound.now()));
    await deps.jobs.noteProgress(refoldJob, next);
    scheduled += streams.length;
    if (next === null) break;
    after = next;
  }
  if (scheduled > 0) deps.log.info({ scheduled }, 'streams are folded again by the rules of this release');
}

/**
 * Folds those of the streams that are outdated or due, so that a comparison doesn't take an old rule for a difference.
 * A stream that can't be folded is left to the sweep.
 */
export async function foldOutdated(
  deps: Pick<Deps, 'log' | 'now' | 'streams' | 'transaction'>,
  streams: readonly string[],
): Promise<void> {
  const outdated = await deps.streams.outdatedAmong(streams, deps.now());
  for await (const [stream, outcome] of applyInBatches(deps, outdated)) {
    if ('error' in outcome)
      logFailure(deps.log, outcome.error, { level: 'warn', stream }, 'a stream could not be folded again');
  }
}
