/** Remembers Paddle's prices for an hour, so that a page does not wait for Paddle. */
import {
  type PaddlePort,
  PaddleRefusal,
  PaddleUnavailable,
  type PlanPrice,
  type PriceQuestion,
} from './port.ts';

export interface PriceCache {
  /** Prices no older than the time to live. Throws what the port throws, at once while Paddle is known to be away. */
  prices(question: PriceQuestion): Promise<PlanPrice[]>;
}

export interface PriceCacheOptions {
  /** Real time in milliseconds: prices age while the business clock stands still. */
  now: () => number;
  ttlMs?: number;
  /** How long after a failure Paddle is not asked again. */
  backOffMs?: number;
  maxEntries?: number;
}

interface Entry {
  answer: Promise<PlanPrice[]>;
  staleAt: number;
}

const keyOf = ({ planIds, country }: PriceQuestion) =>
  `${country} ${[...new Set(planIds)].sort((left, right) => left - right).join(',')}`;

/** Concurrent questions of one country and plan set share one call; failures are not remembered beyond the back-off. */
export function createPriceCache(paddle: Pick<PaddlePort, 'prices'>, options: PriceCacheOptions): PriceCache {
  const { now, ttlMs = 3_600_000, backOffMs = 15_000, maxEntries = 1_000 } = options;
  const entries = new Map<string, Entry>();
  const refusals = new Map<string, { refusal: PaddleRefusal; until: number }>();
  let outage: { cause: unknown; until: number } | null = null;

  function makeRoom(map: Map<string, unknown>): void {
    for (const oldest of map.keys()) {
      if (map.size < maxEntries) return;
      map.delete(oldest);
    }
  }

  function ask(key: string, question: PriceQuestion): Promise<PlanPrice[]> {
    const answer = paddle.prices(question).catch((error: unknown) => {
      if (entries.get(key)?.answer === answer) entries.delete(key);
      if (error instanceof PaddleRefusal) {
        makeRoom(refusals);
        refusals.set(key, { refusal: error, until: now() + backOffMs });
      } else {
        outage = { cause: error, until: now() + backOffMs };
      }
      throw error;
    });
    makeRoom(entries);
    entries.set(key, { answer, staleAt: now() + ttlMs });
    return answer;
  }

  return {
    async prices(question) {
      const key = keyOf(question);
      const known = entries.get(key);
      if (known && now() < known.staleAt) return [...(await known.answer)];
      entries.delete(key);
      const refused = refusals.get(key);
      if (refused && now() < refused.until) throw refused.refusal;
      refusals.delete(key);
      if (outage && now() < outage.until) {
        throw new PaddleUnavailable('Paddle was not asked for prices: it failed a moment ago', {
          cause: outage.cause,
        });
      }
      return [...(await ask(key, question))];
    },
  };
}
