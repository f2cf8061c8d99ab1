/** Retries read-only requests to Paddle. */
import { setTimeout as wait } from 'node:timers/promises';
import pRetry from 'p-retry';
import { PaddleUnavailable } from '#server/platform/paddle/errors.ts';
import { minuteMs } from '#shared/durations.ts';

const attempts = 4;

export interface RetryOptions {
  firstDelayMs: number;
  /** Whether a person waits for the response. If so, there is only one attempt. */
  isWaitedFor: boolean;
}

/** Maximum pause between attempts. If Paddle asks for a longer one, the request fails, and a later run retries it. */
const maxWaitMs = minuteMs;

/**
 * Makes up to four attempts while Paddle is unavailable, or one if a person waits. Pauses longer after each attempt,
 * and always at least as long as `Retry-After` says.
 */
export function withRetry<T>(
  question: () => Promise<T>,
  { firstDelayMs, isWaitedFor }: RetryOptions,
): Promise<T> {
  return pRetry(question, {
    retries: isWaitedFor ? 0 : attempts - 1,
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
