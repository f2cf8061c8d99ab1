/**
 * Tests that prices are requested from Paddle once an hour, and that an outage of Paddle doesn't slow down every page.
 */
import { describe, expect, it, vi } from 'vitest';
import { PaddleRefusal, PaddleUnavailable } from '#server/platform/paddle/errors.ts';
import type { PlanPrice, PriceQuestion } from '#server/platform/paddle/port.ts';
import { createPriceCache, type PriceCacheOptions } from '#server/platform/paddle/price-cache.ts';

const price: PlanPrice = {
  planId: 1,
  gross: { minor: 994, currency: 'EUR' },
  tax: { minor: 166, currency: 'EUR' },
};
const france: PriceQuestion = { planIds: [1, 2], country: 'FR' };

function cacheWith(
  answer: (question: PriceQuestion) => Promise<PlanPrice[]>,
  options: Partial<PriceCacheOptions> = {},
) {
  const clock = { now: 1_000_000 };
  const prices = vi.fn(answer);
  const cache = createPriceCache({ prices }, { now: () => clock.now, ...options });
  return { cache, prices, later: (ms: number) => (clock.now += ms) };
}

describe('The price cache', () => {
  it('requests prices once an hour per country and set of plans, in any order', async () => {
    const { cache, prices, later } = cacheWith(async () => [price]);
    expect(await cache.prices(france)).toEqual([price]);
    await cache.prices({ planIds: [2, 1], country: 'FR' });
    later(3_599_999);
    await cache.prices(france);
    expect(prices).toHaveBeenCalledTimes(1);
    await cache.prices({ planIds: [1], country: 'FR' });
    await cache.prices({ planIds: [1, 2], country: 'DE' });
    expect(prices).toHaveBeenCalledTimes(3);
    later(1);
    await cache.prices(france);
    expect(prices).toHaveBeenCalledTimes(4);
  });

  it('shares one request, or its failure, among concurrent callers', async () => {
    const good = cacheWith(async () => [price]);
    await Promise.all(Array.from({ length: 50 }, () => good.cache.prices(france)));
    expect(good.prices).toHaveBeenCalledTimes(1);
    const bad = cacheWith(() => Promise.reject(new PaddleUnavailable('gone')));
    const answers = await Promise.allSettled(Array.from({ length: 50 }, () => bad.cache.prices(france)));
    expect(answers.every((answer) => answer.status === 'rejected')).toBe(true);
    expect(bad.prices).toHaveBeenCalledTimes(1);
  });

  it('fails fast for 15 seconds after an outage, except for cached prices', async () => {
    let down = false;
    const { cache, prices, later } = cacheWith(async () => {
      if (down) throw new PaddleUnavailable('Paddle did not answer');
      return [price];
    });
    const germany = { planIds: [1], country: 'DE' };
    await cache.prices(france);
    down = true;
    await expect(cache.prices(germany)).rejects.toBeInstanceOf(PaddleUnavailable);
    down = false;
    later(14_999);
    await expect(cache.prices({ planIds: [1], country: 'IT' })).rejects.toBeInstanceOf(PaddleUnavailable);
    expect(await cache.prices(france)).toEqual([price]);
    expect(prices).toHaveBeenCalledTimes(2);
    later(1);
    expect(await cache.prices(germany)).toEqual([price]);
  });

  it('returns expired prices while new ones are requested', async () => {
    let answer: (prices: PlanPrice[]) => void = () => undefined;
    const { cache, prices, later } = cacheWith(() =>
      prices.mock.calls.length === 1
        ? Promise.resolve([price])
        : new Promise((resolve) => {
            answer = resolve;
          }),
    );
    await cache.prices(france);
    later(3_600_000);
    expect(await cache.prices(france)).toEqual([price]);
    expect(await cache.prices(france)).toEqual([price]);
    expect(prices).toHaveBeenCalledTimes(2);
    const dearer = { ...price, gross: { minor: 1_200, currency: 'EUR' } };
    answer([dearer]);
    await new Promise(setImmediate);
    expect(await cache.prices(france)).toEqual([dearer]);
    expect(prices).toHaveBeenCalledTimes(2);
  });

  it('returns prices up to a day old during an outage, and no older ones', async () => {
    let down = false;
    const { cache, later } = cacheWith(async () => {
      if (down) throw new PaddleUnavailable('Paddle did not answer');
      return [price];
    });
    await cache.prices(france);
    down = true;
    later(86_399_999);
    expect(await cache.prices(france)).toEqual([price]);
    await new Promise(setImmediate);
    expect(await cache.prices(france)).toEqual([price]);
    later(1);
    await expect(cache.prices(france)).rejects.toBeInstanceOf(PaddleUnavailable);
  });

  it('caches a refusal for its own request only, for 15 seconds', async () => {
    const { cache, prices, later } = cacheWith(async ({ country }) => {
      if (country === 'XX') throw new PaddleRefusal(140, 'unknown');
      return [price];
    });
    const nowhere = { planIds: [1], country: 'XX' };
    await expect(cache.prices(nowhere)).rejects.toBeInstanceOf(PaddleRefusal);
    await expect(cache.prices(nowhere)).rejects.toBeInstanceOf(PaddleRefusal);
    expect(await cache.prices(france)).toEqual([price]);
    expect(prices).toHaveBeenCalledTimes(2);
    later(15_000);
    await expect(cache.prices(nowhere)).rejects.toBeInstanceOf(PaddleRefusal);
    expect(prices).toHaveBeenCalledTimes(3);
  });

  it('evicts the oldest entry when it is full', async () => {
    const { cache, prices } = cacheWith(async () => [price], { maxEntries: 2 });
    const ask = (country: string) => cache.prices({ planIds: [1], country });
    for (const country of ['FR', 'DE', 'IT']) await ask(country);
    await ask('IT');
    await ask('DE');
    expect(prices).toHaveBeenCalledTimes(3);
    await ask('FR');
    expect(prices).toHaveBeenCalledTimes(4);
  });

  it("isn't changed when a caller modifies its result", async () => {
    const { cache } = cacheWith(async () => [price]);
    (await cache.prices(france)).pop();
    expect(await cache.prices(france)).toEqual([price]);
  });
});
