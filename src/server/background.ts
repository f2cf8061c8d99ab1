/** Runs the background work: applying alerts, sending e-mails, querying Paddle, deleting expired rows. */
import type { Logger } from 'pino';
import { hourMs, minuteMs } from '#shared/durations.ts';
import type { Deps } from './deps.ts';
import { indexIfDue } from './features/accounts/customer-index/index-changed.ts';
import { markUnfiguredIfDue } from './features/administration/figures/mark-unfigured.ts';
import { updateFiguresIfDue } from './features/administration/figures/update-figures.ts';
import { settleChanges } from './features/billing/changes/settle-changes.ts';
import { sweep } from './features/billing/inbox/sweep.ts';
import { runJobs } from './features/billing/reconcile/jobs.ts';
import { settleRefunds } from './features/billing/refunds/settle-refunds.ts';
import { type ComposeMail, createOutboxSender } from './platform/mail/send-outbox.ts';
import { type Repetition, repeat, stopRoundWithinMs } from './platform/scheduling/periodic-task.ts';

export interface BackgroundOptions {
  deps: Deps;
  /** Dependencies with a separate connection pool, so that long-running work doesn't take connections from requests. */
  workDeps: Deps;
  compose: ComposeMail;
  purge: (stopped: AbortSignal) => Promise<unknown>;
  writePings: () => Promise<void>;
  log: Logger;
  /** Whether to run the scheduled jobs. False if there is no Paddle, which most of them query. */
  jobs: boolean;
  sendEveryMs: number;
}

export interface Background {
  /** Starts the next round of sending e-mails immediately. */
  sendSoon: () => void;
  /**
   * Stops the tasks that may run for hours without serving requests; another process can continue them. Called when the
   * process starts draining.
   */
  stopLongTasks: () => Promise<void>;
  /** Stops all tasks, in parallel. */
  stop: () => Promise<void>;
}

/**
 * Maximum duration of `stop` in milliseconds. `stop` lets the current rounds finish and waits for e-mails already
 * handed to the mail server.
 */
export const stopBackgroundWithinMs = stopRoundWithinMs + 1_000;

interface Task {
  everyMs: number;
  /** Whether the task is stopped as soon as the process starts draining. */
  isLong?: boolean;
  run: (stopped: AbortSignal) => Promise<unknown>;
}

export function startBackground(options: BackgroundOptions): Background {
  const { deps, workDeps, compose, log, sendEveryMs } = options;
  const sender = createOutboxSender(deps, compose, { onFree: () => outbox.soon() });
  const start = ({ everyMs, run }: Task): Repetition => repeat(everyMs, run, log);

  const outbox = start({ everyMs: sendEveryMs, run: sender.takeUp });
  const table: Task[] = [
    { everyMs: 2_000, run: (stopped) => sweep(deps, stopped) },
    { everyMs: 10_000, run: options.writePings },
    // Links expire at midnight by the business clock.
    { everyMs: minuteMs, run: () => deps.subscriptionChanges.expireKeeps(deps.now()) },
    { everyMs: 5_000, isLong: true, run: (stopped) => updateFiguresIfDue(workDeps, stopped) },
    // Doesn't query Paddle, whose alerts settle refunds.
    { everyMs: 30_000, run: () => settleRefunds(deps) },
    // Each table expires by the clock that its columns follow: sessions and tokens by real time, for example.
    { everyMs: hourMs, isLong: true, run: options.purge },
  ];
  // Runs the scheduled jobs that are due. Each job has its own schedule (`reconcile/jobs`).
  if (options.jobs)
    table.push(
      { everyMs: 15_000, isLong: true, run: (stopped) => runJobs(workDeps, stopped) },
      { everyMs: 30_000, run: (stopped) => settleChanges(workDeps, stopped) },
      { everyMs: 15_000, isLong: true, run: (stopped) => indexIfDue(workDeps, stopped) },
      { everyMs: 5 * minuteMs, isLong: true, run: (stopped) => markUnfiguredIfDue(workDeps, stopped) },
    );

  const running = table.map((task) => ({ task, repetition: start(task) }));
  const stopAll = async (repetitions: readonly Repetition[]) => {
    await Promise.all(repetitions.map((repetition) => repetition.stop()));
  };
  return {
    sendSoon: outbox.soon,
    stopLongTasks: () =>
      stopAll(running.filter(({ task }) => task.isLong).map(({ repetition }) => repetition)),
    stop: async () => {
      await stopAll([outbox, ...running.map(({ repetition }) => repetition)]);
      await sender.settled();
    },
  };
}
