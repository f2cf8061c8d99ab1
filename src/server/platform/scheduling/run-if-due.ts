/**
 * Runs a job if it is due and no other process holds its lease. A scheduler such as `croner` supports neither leases
 * shared by all processes nor the business clock, and the jobs' schedule is only two lines of code (`reconcile/jobs`).
 */
import type { Logger } from 'pino';
import { minuteMs } from '#shared/durations.ts';
import type { JobRepository } from './job.repository.ts';

/** Duration of the lease. If this process dies, another one can take the job after this time. */
const holdForMs = 20 * minuteMs;
/** Frequent enough to keep the lease through a few minutes without a database. */
const renewEveryMs = 5 * minuteMs;
/** Delay after the first failure; doubles with each further one. */
const retryAfterMs = 10 * minuteMs;
const maxRetryAfterMs = 120 * minuteMs;
/**
 * From this number of consecutive failures on, they are logged as errors: the cause is probably a bug, not an outage.
 */
const failuresOfAFault = 3;

/** After a stop, a run that doesn't end within this time is abandoned, so that its lease can still be released. */
const stopWithinMs = 3_000;

interface JobDeps {
  jobs: JobRepository;
  log: Logger;
  /** The business clock. */
  now: () => Date;
}

interface DueJob {
  name: string;
  /** Returns when the job is due again if it ends at `now`. */
  next: (now: Date) => Date;
  /** Rejects if it ends early because of the signal; the next run does the rest. */
  run: (stopped: AbortSignal) => Promise<void>;
}

const never = new AbortController().signal;

/**
 * Runs the job if it is due. A failed job is due again after ten minutes, doubled with each further failure. A process
 * that has lost the lease doesn't change the job's row. A stopped job stays due, and its lease is released within
 * seconds even if a step is still running, because repeating its work does no harm.
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

/** `isOver` resolves `stopWithinMs` after the signal aborts, and never otherwise. */
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
