/** The business clock: real time, unless CLOCK_URL names a clock to follow (demo, development and tests only). */
import type { Logger } from 'pino';
import { z } from 'zod';
import { createPause } from '#server/platform/process/pause.ts';

export interface Clock {
  now: () => Date;
  stop: () => void;
}

export const realClock: Clock = { now: () => new Date(), stop: () => undefined };

const ClockAnswer = z.object({ now: z.coerce.date() });
const pollMs = 500;

const askWithinMs = 2_000;

/**
 * Follows the clock of another program, where `GET url` returns `{now}`. Requests it twice a second. While it is
 * unreachable, the last known offset from real time is used. Resolves after the first request.
 */
export async function followClock(url: string, log: Logger): Promise<Clock> {
  let offset = 0;
  let reached = true;
  let isStopped = false;
  let question: AbortController | null = null;
  const pause = createPause();

  async function ask(): Promise<void> {
    // One signal per request, because a signal as long-lived as the process would accumulate listeners.
    const asked = new AbortController();
    question = asked;
    const timer = setTimeout(() => asked.abort(), askWithinMs);
    try {
      const answer = await fetch(url, { signal: asked.signal });
      offset = ClockAnswer.parse(await answer.json()).now.getTime() - Date.now();
      reached = true;
    } catch (error) {
      if (isStopped) return;
      if (reached) log.warn({ err: error }, 'the clock cannot be reached; its last offset is kept');
      reached = false;
    } finally {
      clearTimeout(timer);
      question = null;
    }
  }

  async function keepAsking(): Promise<void> {
    while (!isStopped) {
      await pause.wait(pollMs);
      if (!isStopped) await ask();
    }
  }

  await ask();
  void keepAsking();
  return {
    now: () => new Date(Date.now() + offset),
    stop: () => {
      isStopped = true;
      question?.abort();
      pause.end();
    },
  };
}
