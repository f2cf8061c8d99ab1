/** Repeats a question to Paddle that changes nothing there. */
import { setTimeout as wait } from 'node:timers/promises';
import pRetry from 'p-retry';
import { PaddleUnavailable } from '#server/platform/paddle/port.ts';
import { minuteMs } from '#shared/durations.ts';

const attempts = 4;
/** Whoever asks for more patience is asked another day. */
const maxWaitMs = minuteMs;

/** Asks up to four times while Paddle is unavailable, later each time and no earlier than Paddle wants to be asked. */
export function withRetry<T>(question: () => Promise<T>, firstDelayMs: number): Promise<T> {
  return pRetry(question, {
    retries: attempts - 1,
    minTimeout: firstDelayMs,
    factor: 3,
    randomize: true,
    shouldRetry: async ({ error }) => {
      if (!(error instanceof PaddleUnavailable)) return false;
      const waitMs = error.retryAfterMs ?? 0;
      if (waitMs > maxWaitMs) return false;
      await wait(waitMs);
      return true;
    },
  });
}
