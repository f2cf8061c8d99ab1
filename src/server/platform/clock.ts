/** The business clock. Real time, unless CLOCK_URL names a clock to follow (demo, dev and tests only). */
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import { z } from 'zod';

export interface Clock {
  now: () => Date;
  stop: () => void;
}

export const realClock: Clock = { now: () => new Date(), stop: () => undefined };

const ClockAnswer = z.object({ now: z.coerce.date() });
const pollMilliseconds = 500;

/**
 * Follows another program's clock: `GET url` answers `{now}`. It is asked twice a second, and its distance from
 * real time is kept while it cannot be reached. Resolves once it has been asked for the first time.
 */
export async function followClock(url: string, log: Logger): Promise<Clock> {
  let offset = 0;
  let reached = true;
  const stopped = new AbortController();

  async function ask(): Promise<void> {
    try {
      const answer = await fetch(url, {
        signal: AbortSignal.any([stopped.signal, AbortSignal.timeout(2_000)]),
      });
      offset = ClockAnswer.parse(await answer.json()).now.getTime() - Date.now();
      reached = true;
    } catch (error) {
      if (stopped.signal.aborted) return;
      if (reached) log.warn({ err: error }, 'the clock to follow cannot be reached; its last offset is kept');
      reached = false;
    }
  }

  async function keepAsking(): Promise<void> {
    while (!stopped.signal.aborted) {
      // Aborted while waiting is how this ends, not a failure.
      await wait(pollMilliseconds, undefined, { signal: stopped.signal, ref: false }).catch(() => undefined);
      if (!stopped.signal.aborted) await ask();
    }
  }

  await ask();
  void keepAsking();
  return { now: () => new Date(Date.now() + offset), stop: () => stopped.abort() };
}
