/**
 * Caches Paddle's prices for an hour, so that pages don't wait for Paddle. Stores them in `lru-cache`, but doesn't use
 * its `fetchMethod`, which supports neither a back-off after failures nor refusals that invalidate older prices.
 */
import { LRUCache } from 'lru-cache';
import { dayMs, hourMs } from '#shared/durations.ts';
import {
  PaddleRefusal,
  PaddleUnavailable,
  type PlanPrice,
  type PriceBook,
  type PriceQuestion,
} from './port.ts';

export interface PriceCache {
  /**
   * Returns prices from the last hour, or up to a day old while Paddle is being queried again or doesn't respond.
   * Without cached prices, throws the port's errors, immediately if Paddle failed a moment ago.
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
 * Concurrent requests for the same country and plans share one call. Failures are cached only for the back-off. If
 * there are cached prices, the caller doesn't wait for Paddle, and an outage doesn't remove them.
 */
export function createPriceCache(paddle: PriceBook, options: PriceCacheOptions): PriceCache {
  const { now, ttlMs = hourMs, usableMs = dayMs, backOffMs = 15_000, maxEntries = 1_000 } = options;
  // `lru-cache` considers an entry still fresh when its age equals its `ttl`.
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
        // Paddle has responded, so its earlier prices no longer apply.
        entries.delete(key);
        refusals.set(key, error);
      } else {
        outage = { cause: error, until: now() + backOffMs };
      }
      throw error;
    }
  }

  /** Joins a call in progress. Throws immediately if Paddle refused or failed within the back-off. */
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
      // The adapter logs why Paddle failed; the older prices are returned regardless.
      newer.catch(() => undefined);
      return [...known.prices];
    },
  };
}
