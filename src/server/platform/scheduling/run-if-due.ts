/** Runs a job when it is due and no other process has it, which keeps it for as long as it runs. */
import type { Logger } from 'pino';
import { minuteMs } from '#shared/durations.ts';
import type { JobRepository } from './job.repository.ts';

/** Should this process die, another takes the job up after this. */
const holdFor = 20 * minuteMs;
/** Often enough that a database away for minutes loses no hold. */
const renewEvery = 5 * minuteMs;
/** After the first failure; twice as long after each further one. */
const tryAgainAfter = 10 * minuteMs;
const tryAgainAtLeastEvery = 120 * minuteMs;
/** A fault by now, not an outage that ends by itself. */
const failuresOfAFault = 3;

/** A step that does not end is left behind after this, so that the lease can still be handed back. */
const stopWithin = 3_000;

interface JobDeps {
  jobs: JobRepository;
  log: Logger;
  /** The business clock. */
  now: () => Date;
}

interface DueJob {
  name: string;
  /** When it is due again, having ended now. */
  next: (now: Date) => Date;
  /** Throws when it ends early because it was told to stop: what is left is for whoever runs it next. */
  run: (stopped: AbortSignal) => Promise<void>;
}

const never = new AbortController().signal;

/**
 * A job that failed is due again soon, and later each time. Whoever lost its hold leaves the rest to the one who has it now. A job that is
 * told to stop stays due and is handed back at once: what it does may be done twice, so even a step that is still
 * under way keeps nobody from taking it up.
 */
export async function runIfDue(
  deps: JobDeps,
  { name, next, run }: DueJob,
  stopped: AbortSignal = never,
): Promise<void> {
  if (stopped.aborted) return;
  const until = () => new Date(deps.now().getTime() + holdFor);
  let heldUntil = until();
  const taken = await deps.jobs.take(name, deps.now(), heldUntil);
  if (!taken) return;

  async function renew(): Promise<void> {
    const longer = until();
    try {
      if (await deps.jobs.hold(name, heldUntil, longer)) heldUntil = longer;
      else deps.log.warn({ job: name }, 'a job runs longer than it was held: another process may run it too');
    } catch (error) {
      deps.log.warn({ err: error, job: name }, 'a job could not be held on to; that is tried again soon');
    }
  }
  let renewed = Promise.resolve();
  const timer = setInterval(() => {
    renewed = renewed.then(renew);
  }, renewEvery);
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
    deps.log.info({ job: name }, 'a job was told to stop; another process can take it up');
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
    const pause = Math.min(tryAgainAfter * 2 ** (failures - 1), tryAgainAtLeastEvery);
    const dueAt = new Date(deps.now().getTime() + pause);
    const about = { err: error, job: name, failures, dueAt };
    deps.log[failures < failuresOfAFault ? 'warn' : 'error'](about, 'a job failed; it is tried again later');
    await finish(dueAt, failures);
  } finally {
    clearInterval(timer);
    patience.forget();
    // Left behind, it may fail whenever it likes: nobody waits for it any more.
    working.catch(() => undefined);
  }
}

/** Over a while after the signal, and never without it. */
function patienceAfter(stopped: AbortSignal): { isOver: Promise<'left behind'>; forget: () => void } {
  let timer: NodeJS.Timeout | undefined;
  let begin: () => void = () => undefined;
  const isOver = new Promise<'left behind'>((resolve) => {
    begin = () => {
      timer = setTimeout(resolve, stopWithin, 'left behind');
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
