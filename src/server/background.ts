/** What runs beside requests, in one table: applying alerts, sending mail, asking Paddle, deleting what has expired. */
import type { Logger } from 'pino';
import { hourMs } from '#shared/durations.ts';
import type { Deps } from './deps.ts';
import { sweep } from './features/billing/inbox/sweep.ts';
import { runJobs } from './features/billing/reconcile/jobs.ts';
import { type ComposeMail, createOutboxSender } from './platform/mail/send-outbox.ts';
import { type Repetition, repeat, stopRoundWithinMs } from './platform/scheduling/periodic-task.ts';

export interface BackgroundOptions {
  deps: Deps;
  /** On a database pool of its own, so that long work takes no connection that a request waits for. */
  workDeps: Deps;
  compose: ComposeMail;
  purge: (stopped: AbortSignal) => Promise<unknown>;
  log: Logger;
  /** False where there is no Paddle to ask. */
  jobs: boolean;
  sendEveryMs: number;
}

export interface Background {
  /** Starts a round of the outbox at once. */
  sendSoon: () => void;
  /** Stops what serves no request and may take hours; another process can take it over. Called while draining. */
  stopLongTasks: () => Promise<void>;
  /** Stops everything, all tasks at the same time. */
  stop: () => Promise<void>;
}

/** How long `stop` may take: the round under way, and mails handed to the mail server. */
export const stopBackgroundWithinMs = stopRoundWithinMs + 1_000;

interface Task {
  everyMs: number;
  /** Stopped as soon as the process drains. */
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
    // Sessions and tokens expire by real time, whatever the business clock says.
    { everyMs: hourMs, isLong: true, run: options.purge },
  ];
  // Looks which jobs are due; each has a schedule of its own (`reconcile/jobs`).
  if (options.jobs)
    table.push({ everyMs: 15_000, isLong: true, run: (stopped) => runJobs(workDeps, stopped) });

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
