/**
 * Besides the log, the fold reads which plans the catalogue has and how often they are paid. Saving a plan whose
 * interval changed sets `refold_after` in its row; each sweep then schedules one page of the streams that name the plan
 * for refolding, until all of them are scheduled.
 */
import type { Deps } from '#server/deps.ts';

/** Streams scheduled in one transaction. */
const page = 500;

/**
 * Schedules one page for each changed plan. Resolves to whether there are more pages. Safe to run in several processes
 * at once; after a crash it continues where it stopped.
 */
export async function refoldPlans(deps: Pick<Deps, 'plans' | 'transaction'>): Promise<boolean> {
  let isMore = false;
  for (const id of await deps.plans.changedIds()) {
    const isDone = await deps.transaction(async ({ plans, streams, events, now }) => {
      const changed = await plans.lockChanged(id);
      if (changed === null) return true;
      const { plan, after } = changed;
      // Events that arrived before the plan existed have failed; they are retried.
      if (after === '') await events.retryFailed(now());
      const found = await streams.listNamingPlan(plan, { after, limit: page });
      await streams.makeDue(found, now());
      const last = found.length < page ? null : (found.at(-1) ?? null);
      await plans.noteRefolded(id, last);
      return last === null;
    });
    isMore ||= !isDone;
  }
  return isMore;
}
