/** Reads by what the overview and the inbox both judge whether everything is in order. */
import type { Deps } from '#server/deps.ts';
import type { JobRun } from '#server/platform/scheduling/job.repository.ts';
import { type JobState, maxCounted } from '#shared/administration/overview.ts';
import { minuteMs } from '#shared/durations.ts';

/** Milliseconds after which what is due counts as late, and a job as overdue. */
const lateMs = 5 * minuteMs;
const overdueMs = 20 * minuteMs;

/** What was due before then is late. */
export const lateBefore = (now: Date): Date => new Date(now.getTime() - lateMs);

/** Counts the events that wait, failed or are late, and the flags that nobody has resolved. */
export async function readEventHealth({ overviewCounts }: Pick<Deps, 'overviewCounts'>, now: Date) {
  const [pending, waiting, failed, late, flags] = await Promise.all([
    overviewCounts.events('pending', maxCounted),
    overviewCounts.events('waiting', maxCounted),
    overviewCounts.events('failed', maxCounted),
    overviewCounts.lateEvents(lateBefore(now), maxCounted),
    overviewCounts.openFlags(maxCounted),
  ]);
  return { pending, waiting, failed, late, flags };
}

function stateOf(run: JobRun | undefined, now: Date): JobState & { beganAt: Date | null } {
  if (!run) return { beganAt: null, endedAt: null, dueAt: null, failures: 0, isOverdue: false };
  const { beganAt, endedAt, dueAt, failures, heldUntil } = run;
  const isRunning = heldUntil > now;
  return {
    ...{ beganAt, endedAt, dueAt, failures },
    isOverdue: !isRunning && dueAt.getTime() < now.getTime() - overdueMs,
  };
}

/** Reads how the search for alerts that never arrived and the nightly comparison with Paddle are doing. */
export async function readJobHealth({ jobs }: Pick<Deps, 'jobs'>, now: Date) {
  const runs = await jobs.runsOf(['lost_alerts', 'reconcile']);
  return { search: stateOf(runs.get('lost_alerts'), now), comparison: stateOf(runs.get('reconcile'), now) };
}
