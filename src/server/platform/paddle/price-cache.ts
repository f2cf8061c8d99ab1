/**
 * Caches Paddle's prices for an hour, so that pages don't wait for Paddle. The prices are stored in `lru-cache`, but
 * not with its `fetchMethod`: that supports neither a back-off after failures nor deleting prices after a refusal.
 */
import { LRUCache } from 'lru-cache';
import { dayMs, hourMs } from '#shared/durations.ts';
import { PaddleRefusal, PaddleUnavailable } from './errors.ts';
import type { PlanPrice, PriceBook, PriceQuestion } from './port.ts';

export interface PriceCache {
  /**
   * Returns prices that are at most an hour old. While newer ones are being requested or Paddle doesn't respond,
   * returns prices up to a day old. Without cached prices, waits for Paddle and throws the port's errors; if Paddle
   * failed a moment ago, throws immediately.
   */
  prices(question: PriceQuestion): Promise<PlanPrice[]>;
}

export interface PriceCacheOptions {
  /** Real time in milliseconds, because prices expire even while the business clock is stopped. */
  now: () => number;
  ttlMs?: number;
  /** Milliseconds for which prices are used while no newer ones are available. */
  usableMs?: number;
  /** Milliseconds after a failure during which Paddle isn't queried again. */
  backOffMs?: number;
  maxEntries?: number;
}

interface Entry {
  prices: readonly PlanPrice[];
  staleAt: number;
}

const keyOf = ({ planIds, country }: PriceQuestion) =>
  `${country} ${[...new Set(planIds)].sort((left, right) => left - right).join(',')}`;

/**
 * Creates the cache. Concurrent requests for the same country and plans share one call. A failure is cached only for
 * `backOffMs`. If prices are cached, the caller never waits for Paddle, and an outage doesn't delete them.
 */
export function createPriceCache(paddle: PriceBook, options: PriceCacheOptions): PriceCache {
  const { now, ttlMs = hourMs, usableMs = dayMs, backOffMs = 15_000, maxEntries = 1_000 } = options;
  // Subtracts 1, because `lru-cache` still considers an entry fresh when its age equals its `ttl`.
  const lasting = (ms: number) => ({ max: maxEntries, ttl: ms - 1, ttlResolution: 0, perf: { now } });
  const entries = new LRUCache<string, Entry>(lasting(usableMs));
  const refusals = new LRUCache<string, PaddleRefusal>(lasting(backOffMs));
  const questions = new Map<string, Promise<readonly PlanPrice[]>>();
  let outage: { cause: unknown; until: number } | null = null;

  async function ask(key: string, question: PriceQuestion): Promise<readonly PlanPrice[]> {
    try {
      const prices = await paddle.prices(question);
      entries.set(key, { prices, staleAt: now() + ttlMs });
      return prices;
    } catch (error) {
      if (error instanceof PaddleRefusal) {
        // Paddle refused the request, so its earlier prices no longer apply.
        entries.delete(key);
        refusals.set(key, error);
      } else {
        outage = { cause: error, until: now() + backOffMs };
      }
      throw error;
    }
  }

  /**
   * Queries Paddle, or joins a query in progress. Throws immediately if Paddle refused or failed less than `backOffMs`
   * ago.
   */
  function askUnlessInVain(key: string, question: PriceQuestion): Promise<readonly PlanPrice[]> {
    const refusal = refusals.get(key);
    if (refusal) throw refusal;
    const asked = questions.get(key);
    if (asked) return asked;
    if (outage && now() < outage.until) {
      throw new PaddleUnavailable('prices were not requested from Paddle, because it failed a moment ago', {
        cause: outage.cause,
      });
    }
    const answer = ask(key, question).finally(() => questions.delete(key));
    questions.set(key, answer);
    return answer;
  }

  return {
    async prices(question) {
      const key = keyOf(question);
      const known = entries.get(key);
      if (known && now() < known.staleAt) return [...known.prices];
      const newer = (async () => askUnlessInVain(key, question))();
      if (!known) return [...(await newer)];
      // Not reported here, because the adapter logs why Paddle failed, and the older prices are returned anyway.
      newer.catch(() => undefined);
      return [...known.prices];
    },
  };
}
