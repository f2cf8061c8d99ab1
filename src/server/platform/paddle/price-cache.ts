/**
 * Remembers Paddle's prices for an hour, so that a page does not wait for Paddle. `lru-cache` holds the entries; its
 * `fetchMethod` is not used, because it knows neither a back-off after failures nor refusals that end an older answer.
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
   * Prices of the last hour; while Paddle is being asked again or does not answer, older ones of up to a day. Throws what
   * the port throws where there are none, at once during an outage of Paddle.
   */
  prices(question: PriceQuestion): Promise<PlanPrice[]>;
}

export interface PriceCacheOptions {
  /** Real time in milliseconds, because prices expire even while the business clock is stopped. */
  now: () => number;
  ttlMs?: number;
  /** How long prices are used while no newer ones can be had. */
  usableMs?: number;
  /** How long Paddle is not asked again after a failure. */
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
 * Concurrent questions for one country and set of plans share one call. Failures are remembered for the back-off only.
 * Where there are prices to show, the caller does not wait for Paddle, and an outage does not remove them.
 */
export function createPriceCache(paddle: PriceBook, options: PriceCacheOptions): PriceCache {
  const { now, ttlMs = hourMs, usableMs = dayMs, backOffMs = 15_000, maxEntries = 1_000 } = options;
  // To `lru-cache`, an entry of exactly its `ttl` is not stale yet.
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
        // Paddle has answered: its earlier prices are no longer true.
        entries.delete(key);
        refusals.set(key, error);
      } else {
        outage = { cause: error, until: now() + backOffMs };
      }
      throw error;
    }
  }

  /** Throws the last failure at once while it is recent. */
  function askUnlessInVain(key: string, question: PriceQuestion): Promise<readonly PlanPrice[]> {
    const refusal = refusals.get(key);
    if (refusal) throw refusal;
    const asked = questions.get(key);
    if (asked) return asked;
    if (outage && now() < outage.until) {
      throw new PaddleUnavailable('Paddle was not asked for prices: it failed a moment ago', {
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
      // The adapter logs why Paddle did not answer; the older prices are returned all the same.
      newer.catch(() => undefined);
      return [...known.prices];
    },
  };
}
