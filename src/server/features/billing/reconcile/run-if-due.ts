/** Runs a job when it is due and no other process has it, which keeps it for as long as it runs. */
import type { Deps } from '../../../deps.ts';

const minute = 60_000;

/** Should this process die, another takes the job up after this. */
const holdFor = 20 * minute;
/** Often enough that a database away for minutes loses no hold. */
const renewEvery = 5 * minute;
const tryAgainAfter = 10 * minute;

interface DueJob {
  name: string;
  /** When it is due again, having ended now. */
  next: (now: Date) => Date;
  run: () => Promise<void>;
}

/** A job that failed is due again soon. Whoever lost its hold leaves the rest to the one who has it now. */
export async function runIfDue(
  deps: Pick<Deps, 'jobs' | 'log' | 'now'>,
  { name, next, run }: DueJob,
): Promise<void> {
  const until = () => new Date(deps.now().getTime() + holdFor);
  let heldUntil = until();
  if (!(await deps.jobs.take(name, deps.now(), heldUntil))) return;

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

  async function finish(dueAt: Date): Promise<void> {
    clearInterval(timer);
    await renewed;
    await deps.jobs.finish(name, heldUntil, dueAt);
  }
  try {
    await run();
    await finish(next(deps.now()));
  } catch (error) {
    deps.log.warn({ err: error, job: name }, 'a job failed; it is tried again soon');
    await finish(new Date(deps.now().getTime() + tryAgainAfter));
  } finally {
    clearInterval(timer);
  }
}
