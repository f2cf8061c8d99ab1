/** Caches the payment methods on file for a few minutes, so that a page that is reloaded doesn't query Paddle again. */
import { LRUCache } from 'lru-cache';
import { minuteMs } from '#shared/durations.ts';
import type { PaddleCustomerPort, PaymentMethod } from './port.ts';
import { type PaddleRef, refKey } from './reference.ts';

export interface CardCache {
  /**
   * Returns the payment method that renewals are charged to; null if Paddle doesn't report it. `refresh` queries Paddle
   * even if the method is cached. Throws the port's errors.
   */
  cardOnFile(ref: PaddleRef, options?: { refresh?: boolean }): Promise<PaymentMethod | null>;
}

export interface CardCacheOptions {
  /** Real time in milliseconds. */
  now: () => number;
  ttlMs?: number;
  maxEntries?: number;
}

/** Concurrent requests for the same subscription share one call. Failures aren't cached. */
export function createCardCache(
  paddle: Pick<PaddleCustomerPort, 'cardOnFile'>,
  { now, ttlMs = 5 * minuteMs, maxEntries = 1_000 }: CardCacheOptions,
): CardCache {
  const entries = new LRUCache<string, { method: PaymentMethod | null }, PaddleRef>({
    max: maxEntries,
    ttl: ttlMs,
    ttlResolution: 0,
    perf: { now },
    fetchMethod: async (_key, _stale, { context }) => ({ method: await paddle.cardOnFile(context) }),
  });
  return {
    async cardOnFile(ref, { refresh = false } = {}) {
      const found = await entries.forceFetch(refKey(ref), { context: ref, forceRefresh: refresh });
      return found.method;
    },
  };
}
