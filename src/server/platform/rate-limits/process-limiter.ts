/**
 * Implements a rate limit that each process counts in its own memory. For limits that only protect the process itself.
 */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { secondMs } from '#shared/durations.ts';

/** Counts one attempt and resolves to the seconds to wait, or null if the limit isn't exceeded. */
export type ProcessLimiter = (key: string | number) => Promise<number | null>;

export function createProcessLimiter({ tries, seconds }: { tries: number; seconds: number }): ProcessLimiter {
  const counter = new RateLimiterMemory({ points: tries, duration: seconds });
  return async (key) => {
    try {
      await counter.consume(key);
      return null;
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      return Math.max(1, Math.ceil(refusal.msBeforeNext / secondMs));
    }
  };
}
