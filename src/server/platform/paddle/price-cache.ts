/** Remembers Paddle's prices for an hour, so that a page does not wait for Paddle. */
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
   * Prices that Paddle told within the last hour; older ones, of a day at most, while it is asked anew or does not
   * answer. Throws what the port throws where there are none, at once while Paddle is known to be away.
   */
  prices(question: PriceQuestion): Promise<PlanPrice[]>;
}

export interface PriceCacheOptions {
  /** Real time in milliseconds: prices age while the business clock stands still. */
  now: () => number;
  ttlMs?: number;
  /** How long an answer is shown while no newer one can be had. */
  usableMs?: number;
  /** How long after a failure Paddle is not asked again. */
  backOffMs?: number;
  maxEntries?: number;
}

interface Entry {
  prices: readonly PlanPrice[];
  staleAt: number;
  uselessAt: number;
}

const keyOf = ({ planIds, country }: PriceQuestion) =>
  `${country} ${[...new Set(planIds)].sort((left, right) => left - right).join(',')}`;

/**
 * Concurrent questions of one country and plan set share one call; failures are not remembered beyond the back-off.
 * Nobody waits for Paddle where there is an answer to show, and an outage takes none away.
 */
export function createPriceCache(paddle: PriceBook, options: PriceCacheOptions): PriceCache {
  const { now, ttlMs = hourMs, usableMs = dayMs, backOffMs = 15_000, maxEntries = 1_000 } = options;
  const entries = new Map<string, Entry>();
  const questions = new Map<string, Promise<readonly PlanPrice[]>>();
  const refusals = new Map<string, { refusal: PaddleRefusal; until: number }>();
  let outage: { cause: unknown; until: number } | null = null;

  function makeRoom(map: Map<string, unknown>): void {
    for (const oldest of map.keys()) {
      if (map.size < maxEntries) return;
      map.delete(oldest);
    }
  }

  async function ask(key: string, question: PriceQuestion): Promise<readonly PlanPrice[]> {
    try {
      const prices = await paddle.prices(question);
      entries.delete(key);
      makeRoom(entries);
      entries.set(key, { prices, staleAt: now() + ttlMs, uselessAt: now() + usableMs });
      return prices;
    } catch (error) {
      if (error instanceof PaddleRefusal) {
        // It has answered: what it said before is not so any more.
        entries.delete(key);
        makeRoom(refusals);
        refusals.set(key, { refusal: error, until: now() + backOffMs });
      } else {
        outage = { cause: error, until: now() + backOffMs };
      }
      throw error;
    }
  }

  /** Throws at once what was said a moment ago. */
  function askUnlessInVain(key: string, question: PriceQuestion): Promise<readonly PlanPrice[]> {
    const refused = refusals.get(key);
    if (refused && now() < refused.until) throw refused.refusal;
    refusals.delete(key);
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
      if (!known || now() >= known.uselessAt) return [...(await newer)];
      // The adapter logs why Paddle did not answer; here there is an answer all the same.
      newer.catch(() => undefined);
      return [...known.prices];
    },
  };
}
