/**
 * Runs a job if it is due and no other process holds its lease. A scheduler such as `croner` supports neither leases
 * shared by all processes nor the business clock, and calculating when the jobs are due takes only two lines of code
 * (`reconcile/jobs`).
 */
import type { Logger } from 'pino';
import { minuteMs } from '#shared/durations.ts';
import type { JobRepository } from './job.repository.ts';

/** Duration of the lease. If this process dies, another one can take the job after this time. */
const holdForMs = 20 * minuteMs;
/** Interval at which the lease is renewed. Short enough that the lease survives a few minutes without a database. */
const renewEveryMs = 5 * minuteMs;
/** Delay after the first failure; doubles with each further one. */
const retryAfterMs = 10 * minuteMs;
const maxRetryAfterMs = 120 * minuteMs;
/**
 * After this many consecutive failures, a failure is logged as an error, because its cause is probably a bug instead of
 * an outage.
 */
const failuresOfAFault = 3;

/**
 * Milliseconds that a run may take to end after a stop. It is then abandoned, so that its lease can still be released.
 */
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
  /** Runs the job. Rejects if it ended early because the signal aborted; the next run then continues. */
  run: (stopped: AbortSignal) => Promise<void>;
}

const never = new AbortController().signal;

/**
 * Runs the job if it is due. After a failure, the job is due again in ten minutes; this delay doubles with each further
 * failure, up to two hours. A process that has lost the lease doesn't change the job's row. A job that was stopped
 * stays due. Its lease is released within seconds, even if a step is still running, because doing the same work twice
 * is harmless.
 *
 * Rejects if the job's row can't be written after the run. This doesn't count as a failure of the job. The job runs
 * again once its lease has expired.
 */
export async function runIfDue(
  deps: JobDeps,
  { name, next, run }: DueJob,
  stopped: AbortSignal = never,
): Promise<void> {
  if (stopped.aborted) return;
  const until = () => new Date(deps.now().getTime() + holdForMs);
  let heldUntil = until();
  const from = deps.now();
  const taken = await deps.jobs.take(name, from, heldUntil);
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

  const outcome = await outcomeOf(run, stopped);
  clearInterval(timer);
  await renewed;
  if (outcome.status === 'abandoned' || (outcome.status === 'failed' && stopped.aborted)) {
    await deps.jobs.release(name, heldUntil, deps.now());
    deps.log.info({ job: name }, 'a job was stopped; another process can take it over');
  } else if (outcome.status === 'failed') {
    const failures = taken.failures + 1;
    const pause = Math.min(retryAfterMs * 2 ** (failures - 1), maxRetryAfterMs);
    const dueAt = new Date(deps.now().getTime() + pause);
    const about = { err: outcome.error, job: name, failures, dueAt };
    deps.log[failures < failuresOfAFault ? 'warn' : 'error'](about, 'a job failed; it is tried again later');
    await deps.jobs.finish(name, heldUntil, { dueAt, failures });
  } else {
    const to = deps.now();
    await deps.jobs.finish(name, heldUntil, { dueAt: next(to), failures: 0, ran: { from, to } });
  }
}

type Outcome = { status: 'succeeded' } | { status: 'abandoned' } | { status: 'failed'; error: unknown };

/**
 * Runs a job and returns how it ended. Never rejects. Abandons a run that is still going `stopWithinMs` after a stop.
 */
async function outcomeOf(run: DueJob['run'], stopped: AbortSignal): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined;
  let begin: () => void = () => undefined;
  const late = new Promise<Outcome>((resolve) => {
    begin = () => {
      timer = setTimeout(resolve, stopWithinMs, { status: 'abandoned' });
    };
  });
  if (stopped.aborted) begin();
  else stopped.addEventListener('abort', begin, { once: true });
  async function attempt(): Promise<Outcome> {
    try {
      await run(stopped);
      return { status: 'succeeded' };
    } catch (error) {
      return { status: 'failed', error };
    }
  }
  const outcome = await Promise.race([attempt(), late]);
  stopped.removeEventListener('abort', begin);
  clearTimeout(timer);
  return outcome;
}
