/**
 * Finds streams whose figures are out of date although nothing says so: a process of an earlier release, which ran
 * beside this release's, has changed them without marking them.
 */
import type { Deps } from '#server/deps.ts';
import { runIfDue } from '#server/platform/scheduling/run-if-due.ts';
import { dayMs } from '#shared/durations.ts';

/** Number of streams checked in one statement. */
const page = 500;

/** Marks them page by page. Throws the abort reason once `stopped` is aborted. */
export async function markUnfigured(
  deps: Pick<Deps, 'log' | 'streams'>,
  stopped?: AbortSignal,
): Promise<void> {
  let marked = 0;
  for (let after = ''; ; ) {
    stopped?.throwIfAborted();
    const checked = await deps.streams.markUnfigured({ after, limit: page });
    marked += checked.marked;
    if (checked.next === null) break;
    after = checked.next;
  }
  if (marked > 0) deps.log.info({ marked }, 'streams that an earlier release has changed are counted again');
}

/** Checks once a day, if no other process does. */
export const markUnfiguredIfDue = (
  deps: Pick<Deps, 'jobs' | 'log' | 'now' | 'streams'>,
  stopped: AbortSignal,
): Promise<void> =>
  runIfDue(
    deps,
    {
      name: 'unfigured',
      next: (now) => new Date(now.getTime() + dayMs),
      run: () => markUnfigured(deps, stopped),
    },
    stopped,
  );
