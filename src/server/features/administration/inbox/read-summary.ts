/** Says whether everything is in order: what was received, what waits, and what reconciliation found. */
import type { Deps } from '#server/deps.ts';
import type { JobRun } from '#server/platform/scheduling/job.repository.ts';
import type { InboxSummary } from '#shared/administration/inbox/inbox.ts';
import { maxCounted } from '#shared/administration/overview.ts';
import { dayMs, minuteMs } from '#shared/durations.ts';

/** Milliseconds after which an event that is due counts as late, and a job as overdue. */
const lateMs = 5 * minuteMs;
const overdueMs = 20 * minuteMs;

type SummaryDeps = Pick<Deps, 'jobs' | 'listedEvents' | 'now' | 'overviewCounts'>;
type Found = InboxSummary['search']['found'];

const nothing: Found = { alerts: 0, differences: 0, unapplied: 0 };

async function foundIn(
  { listedEvents }: Pick<Deps, 'listedEvents'>,
  span: { from: Date; through: Date },
): Promise<Found> {
  const found = { ...nothing };
  for (const { isAlert, state, total } of await listedEvents.countFindings(span, maxCounted)) {
    found[isAlert ? 'alerts' : 'differences'] += total;
    if (state === 'pending' || state === 'waiting' || state === 'failed') found.unapplied += total;
  }
  return found;
}

function runOf(run: JobRun | undefined, now: Date): Omit<InboxSummary['search'], 'found'> {
  if (!run) return { endedAt: null, dueAt: null, failures: 0, isOverdue: false };
  const { endedAt, dueAt, failures, heldUntil } = run;
  const isRunning = heldUntil > now;
  return {
    ...{ endedAt, dueAt, failures },
    isOverdue: !isRunning && dueAt.getTime() < now.getTime() - overdueMs,
  };
}

export async function readSummary(deps: SummaryDeps): Promise<InboxSummary> {
  const { overviewCounts, listedEvents } = deps;
  const now = deps.now();
  const runs = await deps.jobs.runsOf(['lost_alerts', 'reconcile']);
  const comparison = runs.get('reconcile');
  const span =
    comparison?.beganAt && comparison.endedAt
      ? { from: comparison.beganAt, through: comparison.endedAt }
      : null;
  return {
    lastAlertAt: await listedEvents.lastAlertAt(),
    failed: await overviewCounts.events('failed', maxCounted),
    waiting: await overviewCounts.events('waiting', maxCounted),
    late: await overviewCounts.lateEvents(new Date(now.getTime() - lateMs), maxCounted),
    flags: await overviewCounts.openFlags(maxCounted),
    search: {
      ...runOf(runs.get('lost_alerts'), now),
      found: await foundIn(deps, { from: new Date(now.getTime() - dayMs), through: now }),
    },
    comparison: { ...runOf(comparison, now), found: span ? await foundIn(deps, span) : nothing },
  };
}
