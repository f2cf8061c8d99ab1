/** Tests that a recurring job runs in only one process at a time, however long it takes. */
import { getEventListeners } from 'node:events';
import { pino } from 'pino';
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { jobRepository } from '#server/platform/scheduling/job.repository.ts';
import { runIfDue } from '#server/platform/scheduling/run-if-due.ts';
import { useDatabase } from '#tests/support/database/database.ts';

const test = useDatabase();
const minute = 60_000;
let now: Date;

beforeEach(() => {
  now = new Date('2026-01-12T23:15:00Z');
  // Fakes only the interval that renews the job's lease. The database's own timeouts stay real.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const later = (minutes: number) => new Date(now.getTime() + minutes * minute);
const aProcess = (log = pino({ level: 'silent' })) => ({
  jobs: jobRepository(test.db),
  log,
  now: () => now,
});
const stored = async () => {
  const [row] = await test.db.query<{ dueAt: Date; heldUntil: Date }>(
    'SELECT due_at AS dueAt, held_until AS heldUntil FROM jobs',
    { type: QueryTypes.SELECT },
  );
  return row;
};

const failures = async () => {
  const [row] = await test.db.query<{ failures: number }>('SELECT failures FROM jobs', {
    type: QueryTypes.SELECT,
  });
  return row?.failures;
};

/** Returns a job that runs until `end` is called. */
function longJob() {
  let runs = 0;
  let begin: () => void = () => undefined;
  let end: (failure?: Error) => void = () => undefined;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const job = {
    name: 'reconcile',
    next: () => later(24 * 60),
    run: () =>
      new Promise<void>((resolve, reject) => {
        runs += 1;
        end = (failure) => (failure ? reject(failure) : resolve());
        begin();
      }),
  };
  return { job, begun, end: (failure?: Error) => end(failure), runs: () => runs };
}

/** Advances the clock in steps of five minutes. After each step it waits for the lease to be renewed. */
async function pass(minutes: number): Promise<void> {
  for (let left = minutes; left > 0; left -= 5) {
    now = later(5);
    vi.advanceTimersByTime(5 * minute);
    await expect.poll(async () => (await stored())?.heldUntil).toEqual(later(20));
  }
}

describe('A job', () => {
  it('that runs for an hour is started by no other process and is due again on schedule', async () => {
    const long = longJob();
    const running = runIfDue(aProcess(), long.job);
    await long.begun;
    await pass(60);
    await runIfDue(aProcess(), long.job);
    expect(long.runs()).toBe(1);
    long.end();
    await running;
    expect(await stored()).toEqual({ dueAt: later(24 * 60), heldUntil: later(24 * 60) });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('of a dead process is taken over once its lease has expired', async () => {
    const dead = longJob();
    void runIfDue(aProcess(), dead.job);
    await dead.begun;
    vi.clearAllTimers();
    now = later(19);
    const other = longJob();
    await runIfDue(aProcess(), other.job);
    expect(other.runs()).toBe(0);
    now = later(2);
    const taken = runIfDue(aProcess(), other.job);
    await other.begun;
    // The first process turns out to be still alive, but it has lost the lease and must not change anything.
    const held = await stored();
    dead.end();
    await new Promise(setImmediate);
    await expect.poll(stored).toEqual(held);
    other.end();
    await taken;
    expect(await stored()).toEqual({ dueAt: later(24 * 60), heldUntil: later(24 * 60) });
  });

  it('that fails is retried after growing delays until it succeeds', async () => {
    const levels: number[] = [];
    const log = pino({}, { write: (line: string) => void levels.push(JSON.parse(line).level) });
    const fail = async () => {
      await runIfDue(aProcess(log), {
        name: 'reconcile',
        next: () => later(60),
        run: () => Promise.reject(new Error('Paddle is down')),
      });
      const due = (await stored())?.dueAt;
      const minutes = ((due?.getTime() ?? 0) - now.getTime()) / minute;
      if (due) now = due;
      return minutes;
    };
    const waits: number[] = [];
    for (let time = 0; time < 6; time += 1) waits.push(await fail());
    expect(waits).toEqual([10, 20, 40, 80, 120, 120]);
    expect(levels).toEqual([40, 40, 50, 50, 50, 50]);
    await runIfDue(aProcess(), { name: 'reconcile', next: () => now, run: async () => undefined });
    expect(await fail()).toBe(10);
  });

  it('that throws instead of rejecting counts as failed and stops renewing its lease', async () => {
    await runIfDue(aProcess(), {
      name: 'reconcile',
      next: () => later(60),
      run: () => {
        throw new Error('broken');
      },
    });
    expect(await stored()).toEqual({ dueAt: later(10), heldUntil: later(10) });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('that succeeded doesn’t count as failed when its row can’t be written, and runs again after its lease', async () => {
    const messages: string[] = [];
    const log = pino({}, { write: (line: string) => void messages.push(JSON.parse(line).msg) });
    const deps = aProcess(log);
    const finish = vi.spyOn(deps.jobs, 'finish').mockRejectedValue(new Error('the database is gone'));
    let runs = 0;
    const job = {
      name: 'reconcile',
      next: () => later(60),
      run: async () => {
        runs += 1;
      },
    };
    await expect(runIfDue(deps, job)).rejects.toThrow('the database is gone');
    expect(finish).toHaveBeenCalledOnce();
    expect(messages).toEqual([]);
    expect(await failures()).toBe(0);
    expect((await stored())?.heldUntil).toEqual(later(20));
    expect(vi.getTimerCount()).toBe(0);

    now = later(20);
    await runIfDue(aProcess(), job);
    expect(runs).toBe(2);
    expect(await stored()).toEqual({ dueAt: later(60), heldUntil: later(60) });
  });

  it.each([
    [
      'that stops at its next step',
      (stopped: AbortSignal) =>
        new Promise<never>((_resolve, reject) => {
          stopped.addEventListener('abort', () => reject(stopped.reason), { once: true });
        }),
    ],
    ['whose step does not end', () => new Promise<never>(() => undefined)],
  ])('%s is released when the process stops, and another process starts it at once', async (_how, run) => {
    vi.useRealTimers();
    const stopping = new AbortController();
    let begun = false;
    const running = runIfDue(
      aProcess(),
      {
        name: 'reconcile',
        next: () => later(60),
        run: (stopped) => {
          begun = true;
          return run(stopped);
        },
      },
      stopping.signal,
    );
    await expect.poll(() => begun).toBe(true);
    stopping.abort();
    await running;
    const other = longJob();
    const taken = runIfDue(aProcess(), other.job);
    await other.begun;
    other.end();
    await taken;
    expect(getEventListeners(stopping.signal, 'abort')).toEqual([]);
  });
});
