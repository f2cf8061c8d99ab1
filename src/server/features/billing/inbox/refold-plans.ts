/**
 * What the fold reads besides the log is whether a plan is ours and how often it is paid. When that changes, the plan says
 * so in the row that is saved (`refold_after`), whoever saves it; from there on every sweep makes a page of what names the
 * plan due, until all of it is.
 */
import type { Deps } from '#server/deps.ts';

/** Streams that are made due in one transaction. */
const page = 500;

/**
 * A page of each plan that has changed. Answers whether there is more. Several processes may do it at once; what died on
 * the way goes on where it was.
 */
export async function refoldPlans(deps: Pick<Deps, 'plans' | 'transaction'>): Promise<boolean> {
  let isMore = false;
  for (const id of await deps.plans.changedIds()) {
    const isDone = await deps.transaction(async ({ plans, streams, events, now }) => {
      const changed = await plans.lockChanged(id);
      if (changed === null) return true;
      const { plan, after } = changed;
      // What came before the plan was there has failed, and is tried again.
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
