/**
 * Defines the scheduled jobs: finding lost alerts and reconciling with Paddle before a customer notices, checking who
 * owns purchases, and queueing the notices of the day.
 */
import type { Deps } from '#server/deps.ts';
import { type ClaimDeps, claimWhatIsOwned } from '#server/features/billing/claims/claim-purchases.ts';
import { findDuplicateSubscriptions } from '#server/features/billing/duplicate-subscriptions/find-duplicate-subscriptions.ts';
import { refoldJob, refoldOutdated } from '#server/features/billing/inbox/refold-outdated.ts';
import { announceDays } from '#server/features/billing/notices/announce-days.ts';
import { runIfDue } from '#server/platform/scheduling/run-if-due.ts';
import { dayMs, hourMs, minuteMs } from '#shared/durations.ts';
import { ingestMissedAlerts } from './ingest-missed-alerts.ts';
import { type ReconcileDeps, reconcile, reconcileSubscription } from './reconcile.ts';

/**
 * How far back Paddle's alert history goes (docs/paddle-classic.md D6). Used by the first nightly run and by `portal
 * reconcile`.
 */
export const historyReaches = 90 * dayMs;

/**
 * How far back the frequent job looks on its first run. This is less than a day, so that one request is enough: history
 * is requested one day at a time.
 */
const shortLook = dayMs - minuteMs;

/**
 * Time in UTC at which the nightly job runs. Instances check their licences from midnight on, so the day's payments
 * must be known by then.
 */
const nightly = { hour: 23, minute: 15 };

export type JobDeps = ReconcileDeps &
  ClaimDeps &
  Pick<Deps, 'customersWithSeveral' | 'jobs' | 'licenceDays' | 'outbox' | 'settings'>;

export interface Job {
  name: string;
  /** Returns the time at which the job is due again if it ends now. */
  next: (now: Date) => Date;
  /** Runs the job. Throws before its next step once `stopped` is aborted. */
  run: (deps: JobDeps, stopped: AbortSignal) => Promise<void>;
}

const inMinutes =
  (minutes: number) =>
  (now: Date): Date =>
    new Date(now.getTime() + minutes * minuteMs);

/** Returns the next 23:15 UTC. */
export function nextNight(now: Date): Date {
  const tonight = new Date(now);
  tonight.setUTCHours(nightly.hour, nightly.minute, 0, 0);
  return tonight > now ? tonight : new Date(tonight.getTime() + dayMs);
}

/** How far each job goes back before its saved progress, because alerts can appear in Paddle's history late. */
const overlaps = { reconcile: 2 * dayMs, lost_alerts: hourMs } as const;

type HistoryJob = keyof typeof overlaps;

/**
 * Returns where a job that reads the history should start: slightly before its saved progress, or `first` milliseconds
 * ago if there is none.
 */
async function beginningOf(
  deps: Pick<Deps, 'jobs' | 'now'>,
  { name, first }: { name: HistoryJob; first: number },
): Promise<Date> {
  const noted = Date.parse((await deps.jobs.progressOf(name)) ?? '');
  const now = deps.now().getTime();
  return new Date(Number.isNaN(noted) ? now - first : Math.min(noted, now) - overlaps[name]);
}

/** Returns a callback that saves progress in the database, so that another process can continue there. */
const noting = (deps: Pick<Deps, 'jobs'>, name: HistoryJob) => (instant: Date) =>
  deps.jobs.noteProgress(name, instant.toISOString());

async function everyNight(deps: JobDeps, stopped: AbortSignal): Promise<void> {
  const since = await beginningOf(deps, { name: 'reconcile', first: historyReaches });
  const { found, problems, subscriptions } = await reconcile(deps, {
    since,
    stopped,
    onReadThrough: noting(deps, 'reconcile'),
    report: (finding) => deps.log.info({ finding }, 'a difference was found and corrected'),
  });
  deps.log.info({ since, found, problems, subscriptions }, 'reconciled with Paddle');
  // Throwing makes the job run again soon. This matters because a customer whose payment isn't known by midnight is
  // locked out.
  if (problems.length > 0) throw new Error(problems.slice(0, 10).join('; '));
}

async function lookForLostAlerts(deps: JobDeps, stopped: AbortSignal): Promise<void> {
  const since = await beginningOf(deps, { name: 'lost_alerts', first: shortLook });
  let lost = 0;
  await ingestMissedAlerts(deps, {
    since,
    dryRun: false,
    stopped,
    onReadThrough: noting(deps, 'lost_alerts'),
    onLost: () => {
      lost += 1;
    },
    onUnstored: (alert, error) =>
      deps.log.error(
        { err: error, alertId: alert.alertId },
        'an alert from Paddle’s history could not be stored',
      ),
  });
  if (lost > 0) deps.log.info({ lost }, 'missing alerts were added');
  // Subscriptions whose stream still waits for an earlier alert are reconciled individually.
  const now = deps.now().getTime();
  const span = { since: new Date(now - 7 * dayMs), until: new Date(now - 5 * minuteMs) };
  const waiting = await deps.events.streamsWaiting(span, 50);
  const refs = await deps.subscriptionRefs.currentOf(waiting);
  for (const stream of waiting) {
    stopped.throwIfAborted();
    const ref = refs.get(stream);
    if (!ref) continue;
    const { findings, problems } = await reconcileSubscription(deps, ref);
    deps.log.info({ stream, findings, problems }, 'asked Paddle about waiting events');
  }
}

async function lookWhoseItIs(deps: JobDeps, stopped: AbortSignal): Promise<void> {
  const looked = await claimWhatIsOwned(deps);
  const found = await findDuplicateSubscriptions(deps, stopped);
  if (looked + found.length > 0)
    deps.log.info({ looked, found }, 'checked ownership of purchases and duplicate subscriptions');
}

export const jobs: readonly Job[] = [
  { name: 'lost_alerts', next: inMinutes(15), run: lookForLostAlerts },
  // Each night, because a process of an earlier release may have run beside those of this one.
  { name: refoldJob, next: nextNight, run: refoldOutdated },
  { name: 'reconcile', next: nextNight, run: everyNight },
  { name: 'ownership', next: nextNight, run: lookWhoseItIs },
  { name: 'notices', next: inMinutes(60), run: announceDays },
];

/**
 * Runs the jobs that are due, each in only one process at a time. When `stopped` is aborted, jobs in progress are
 * released, so that another process can run them.
 */
export async function runJobs(deps: JobDeps, stopped: AbortSignal): Promise<void> {
  for (const { name, next, run } of jobs) {
    await runIfDue(deps, { name, next, run: () => run(deps, stopped) }, stopped);
  }
}
