/**
 * Refolds streams after their plan has changed. This is needed because the result of a fold also depends on which plans
 * exist and how often they are billed. Saving a plan with a new interval sets `refold_after` in its row. Each sweep
 * then schedules one page of the plan's streams until all are scheduled.
 */
import type { Deps } from '#server/deps.ts';

/** Number of streams scheduled in one transaction. */
const page = 500;

/**
 * Schedules one page for each changed plan. Returns whether there are more pages. Safe to run in several processes at
 * once, and continues where it stopped after a crash.
 */
export async function refoldPlans(deps: Pick<Deps, 'plans' | 'transaction'>): Promise<boolean> {
  let isMore = false;
  for (const id of await deps.plans.changedIds()) {
    const isDone = await deps.transaction(async ({ plans, streams, events, now }) => {
      const changed = await plans.lockChanged(id);
      if (changed === null) return true;
      const { plan, after } = changed;
      // Events that arrived before the plan existed have failed and can now be retried.
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
