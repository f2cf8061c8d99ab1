/**
 * Runs a job when it is due and no other process holds it. Ours, because a scheduler such as `croner` knows neither a hold
 * that all processes share nor the business clock, and the times of jobs are two lines (`reconcile/jobs`).
 */
import type { Logger } from 'pino';
import { minuteMs } from '#shared/durations.ts';
import type { JobRepository } from './job.repository.ts';

/** If this process dies, another one takes the job after this. */
const holdForMs = 20 * minuteMs;
/** Often enough to keep the hold through some minutes without a database. */
const renewEveryMs = 5 * minuteMs;
/** After the first failure; doubled after each further one. */
const retryAfterMs = 10 * minuteMs;
const maxRetryAfterMs = 120 * minuteMs;
/** From this failure in a row on, it is logged as an error: probably a fault, not an outage. */
const failuresOfAFault = 3;

/** After a stop, a step that does not end is abandoned after this, so that the hold can still be released. */
const stopWithinMs = 3_000;

interface JobDeps {
  jobs: JobRepository;
  log: Logger;
  /** The business clock. */
  now: () => Date;
}

interface DueJob {
  name: string;
  /** When the job is due again if it ends now. */
  next: (now: Date) => Date;
  /** Throws when it ends early because it was told to stop; the next run does the rest. */
  run: (stopped: AbortSignal) => Promise<void>;
}

const never = new AbortController().signal;

/**
 * A job that fails is due again after ten minutes, doubled with each failure. A process that has lost the hold changes
 * nothing in the job's row. A job that is told to stop stays due and is released at once; its work can be done twice
 * without harm, so another process need not wait for a step that is still running.
 */
export async function runIfDue(
  deps: JobDeps,
  { name, next, run }: DueJob,
  stopped: AbortSignal = never,
): Promise<void> {
  if (stopped.aborted) return;
  const until = () => new Date(deps.now().getTime() + holdForMs);
  let heldUntil = until();
  const taken = await deps.jobs.take(name, deps.now(), heldUntil);
  if (!taken) return;

  async function renew(): Promise<void> {
    const longer = until();
    try {
      if (await deps.jobs.hold(name, heldUntil, longer)) heldUntil = longer;
      else
        deps.log.warn(
          { job: name },
          'a job is still running after its lease expired: another process may run it too',
        );
    } catch (error) {
      deps.log.warn({ err: error, job: name }, 'the lease of a job could not be renewed; retrying soon');
    }
  }
  let renewed = Promise.resolve();
  const timer = setInterval(() => {
    renewed = renewed.then(renew);
  }, renewEveryMs);
  timer.unref();

  async function finish(dueAt: Date, failures: number): Promise<void> {
    clearInterval(timer);
    await renewed;
    await deps.jobs.finish(name, heldUntil, { dueAt, failures });
  }
  async function handBack(): Promise<void> {
    clearInterval(timer);
    await renewed;
    await deps.jobs.release(name, heldUntil, deps.now());
    deps.log.info({ job: name }, 'a job was stopped; another process can take it over');
  }
  const working = run(stopped);
  const patience = patienceAfter(stopped);
  try {
    const how = await Promise.race([working, patience.isOver]);
    if (how === 'left behind') await handBack();
    else await finish(next(deps.now()), 0);
  } catch (error) {
    if (stopped.aborted) {
      await handBack();
      return;
    }
    const failures = taken.failures + 1;
    const pause = Math.min(retryAfterMs * 2 ** (failures - 1), maxRetryAfterMs);
    const dueAt = new Date(deps.now().getTime() + pause);
    const about = { err: error, job: name, failures, dueAt };
    deps.log[failures < failuresOfAFault ? 'warn' : 'error'](about, 'a job failed; it is tried again later');
    await finish(dueAt, failures);
  } finally {
    clearInterval(timer);
    patience.forget();
    // An abandoned run may still fail, which must not be an unhandled rejection.
    working.catch(() => undefined);
  }
}

/** `isOver` resolves a few seconds after the signal, and never without it. */
function patienceAfter(stopped: AbortSignal): { isOver: Promise<'left behind'>; forget: () => void } {
  let timer: NodeJS.Timeout | undefined;
  let begin: () => void = () => undefined;
  const isOver = new Promise<'left behind'>((resolve) => {
    begin = () => {
      timer = setTimeout(resolve, stopWithinMs, 'left behind');
    };
  });
  stopped.addEventListener('abort', begin, { once: true });
  return {
    isOver,
    forget: () => {
      stopped.removeEventListener('abort', begin);
      clearTimeout(timer);
    },
  };
}
