/** Applies what was stored but not applied: after a crash, a lost database, or an event that had to wait. */
import type { Deps } from '../../deps.ts';
import { applyEvents, nextAttempt } from './apply-events.ts';

const batch = 50;
/** Long enough for one batch; should the process die, another takes the events up after this. */
const leaseMilliseconds = 60_000;

/** Takes up the events that are due and applies their subjects. Several processes may sweep at once. Answers how many events it took up. */
export async function sweepEvents(
  deps: Pick<Deps, 'events' | 'transaction' | 'now' | 'log'>,
): Promise<number> {
  const now = deps.now();
  const claimed = await deps.events.claimDue(now, new Date(now.getTime() + leaseMilliseconds), batch);
  const subjects = new Set(claimed.flatMap((event) => (event.subject === null ? [] : [event.subject])));
  for (const subject of subjects) {
    try {
      await applyEvents(deps, subject);
    } catch (error) {
      deps.log.error({ err: error, subject }, 'events could not be applied; they are tried again later');
      for (const event of claimed.filter((each) => each.subject === subject)) {
        await deps.events.settle([event.id], {
          state: 'failed',
          error: error instanceof Error ? error.message : 'unknown failure',
          nextAttemptAt: nextAttempt(now, event.attempts),
          at: now,
        });
      }
    }
  }
  return claimed.length;
}
