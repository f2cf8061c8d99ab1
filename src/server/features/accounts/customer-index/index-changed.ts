/** The job that indexes what changed, for writes that no use-case of this release has made. */
import { z } from 'zod';
import type { Deps } from '#server/deps.ts';
import { runIfDue } from '#server/platform/scheduling/run-if-due.ts';
import { minuteMs } from '#shared/durations.ts';
import type { ChangePosition } from './changed-customer.repository.ts';
import { indexAll, indexCustomers } from './index-customers.ts';

type JobDeps = Pick<
  Deps,
  'changedCustomers' | 'customerFacts' | 'jobs' | 'log' | 'now' | 'searchWords' | 'transaction'
>;

const together = 500;

const customerIndexJob = 'customer_index';

const nextRound = (now: Date): Date => new Date(now.getTime() + minuteMs);

/**
 * How far each round goes back before the beginning of the last one: a transaction may be committed long after the time
 * of change that it writes.
 */
const overlapMs = 10 * minuteMs;

/** Runs a round of the job if it is due, in one process at a time. */
export const indexIfDue = (deps: JobDeps, stopped: AbortSignal): Promise<void> =>
  runIfDue(
    deps,
    { name: customerIndexJob, next: nextRound, run: () => indexChanged(deps, stopped) },
    stopped,
  );

/**
 * A round of the job: indexes the accounts that were changed since the last one, or whose licences were. Use-cases of
 * this release index what they write themselves; processes of the previous release and imports don't. The first rounds
 * go through all accounts. Continues where a stopped round was.
 */
export async function indexChanged(deps: Omit<JobDeps, 'log' | 'now'>, stopped: AbortSignal): Promise<void> {
  // Real time, which is what the columns have.
  const begun = new Date();
  const progress = readProgress(await deps.jobs.progressOf(customerIndexJob), begun);
  const note = (value: Progress) => deps.jobs.noteProgress(customerIndexJob, JSON.stringify(value));
  if (progress.filledTo !== null) {
    const { since } = progress;
    const onPage = (filledTo: number) => note({ since, filledTo });
    await indexAll(deps, { after: progress.filledTo, stopped, onPage });
  }
  const since = { at: new Date(progress.since.getTime() - overlapMs), id: 0 };
  await follow(since, stopped, async (position) => {
    const changed = await deps.changedCustomers.changedAccounts(position, together);
    await deps.transaction((bound) =>
      indexCustomers(
        bound,
        changed.map(({ id }) => id),
      ),
    );
    return changed;
  });
  await follow(since, stopped, async (position) => {
    const changed = await deps.changedCustomers.changedLicences(position, together);
    // The former owner of a licence has facts about it, but the licence no longer names them.
    const former = await deps.customerFacts.ownersOf(changed.map(({ id }) => id));
    const owners = [...former, ...changed.flatMap(({ userId }) => userId ?? [])];
    await deps.transaction((bound) => indexCustomers(bound, owners));
    return changed;
  });
  await note({ since: begun, filledTo: null });
}

const Progress = z.object({
  /** Beginning of the last complete round. */
  since: z.coerce.date(),
  /** The last account of those that the first rounds have gone through; null once they have gone through all. */
  filledTo: z.int().nullable(),
});
type Progress = z.output<typeof Progress>;

function readProgress(text: string | null, begun: Date): Progress {
  if (text === null) return { since: begun, filledTo: 0 };
  const { since, filledTo } = Progress.parse(JSON.parse(text));
  // A clock that was set back must not hide changes.
  return { since: since < begun ? since : begun, filledTo };
}

/** Reads a list of changes page by page until its end. */
async function follow(
  from: ChangePosition,
  stopped: AbortSignal,
  page: (position: ChangePosition) => Promise<readonly ChangePosition[]>,
): Promise<void> {
  for (let position = from; ; ) {
    stopped.throwIfAborted();
    const changed = await page(position);
    const last = changed.at(-1);
    if (!last || changed.length < together) return;
    position = last;
  }
}
