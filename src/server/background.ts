/** What the process does by itself, beside answering: applying, sending, looking at Paddle, deleting. */
import type { Logger } from 'pino';
import type { Deps } from './deps.ts';
import { sweep } from './features/billing/inbox/sweep.ts';
import { runJobs } from './features/billing/reconcile/jobs.ts';
import { type ComposeMail, createOutboxSender } from './platform/mail/send-outbox.ts';
import { type Repetition, repeat } from './platform/scheduling/periodic-task.ts';

const sweepEveryMs = 2_000;
const lookForJobsEveryMs = 15_000;
const purgeEveryMs = 3_600_000;

export interface BackgroundTaskOptions {
  deps: Deps;
  /** For what takes its time and must not take the connections of those who wait for an answer. */
  workDeps: Deps;
  compose: ComposeMail;
  purge: (stopped: AbortSignal) => Promise<unknown>;
  log: Logger;
  /** Off where nobody plays Paddle. */
  jobs: boolean;
  sendEveryMs: number;
}

export interface BackgroundTasks {
  /** Starts sending at once. */
  sendSoon: () => void;
  /** Told first: what they do may take hours, and another process can take it up. */
  stopLongOnes: () => Promise<void>;
  /** All of them at the same time. */
  stop: () => Promise<void>;
}

export function startBackgroundTasks(options: BackgroundTaskOptions): BackgroundTasks {
  const { deps, workDeps, compose, log } = options;
  const sweeper = repeat(sweepEveryMs, (stopped) => sweep(deps, stopped), log);
  const sender = createOutboxSender(deps, compose, { onFree: () => outbox.soon() });
  const outbox = repeat(options.sendEveryMs, sender.takeUp, log);
  const longOnes: Repetition[] = [
    // Sessions and tokens expire by real time, whatever the business clock says.
    repeat(purgeEveryMs, options.purge, log),
  ];
  if (options.jobs) {
    longOnes.push(repeat(lookForJobsEveryMs, (stopped) => runJobs(workDeps, stopped), log));
  }
  const stopAll = async (tasks: readonly Repetition[]) => {
    await Promise.all(tasks.map((task) => task.stop()));
  };
  return {
    sendSoon: outbox.soon,
    stopLongOnes: () => stopAll(longOnes),
    stop: async () => {
      await stopAll([sweeper, outbox, ...longOnes]);
      await sender.settled();
    },
  };
}
