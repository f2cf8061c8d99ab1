/** Runs a small sample of the "locked minutes" proof, and tests that the proof detects faults. */
import { describe, expect, it } from 'vitest';
import { seededDice } from '#proofs/dice.ts';
import { keepSubscription } from '#proofs/locked-minutes/keep-subscription.ts';
import { lockedMinutes, playSchedule } from '#proofs/locked-minutes/locked-minutes.ts';
import { ourHabits } from '#proofs/locked-minutes/portal-model.ts';
import { liveAsSubscriber } from '#proofs/locked-minutes/subscriber-life.ts';
import { fairWeather, roughWeather } from '#proofs/locked-minutes/weather.ts';

const contract = { graceDays: 7, nextCheckAfterDays: 1 };
const seeds = Array.from({ length: 30 }, (_, index) => index + 1);

describe('A paying customer', () => {
  it('is locked out only for minutes that have a known cause', async () => {
    const result = await lockedMinutes.run('sample');
    expect(result.firstDivergence).toBeNull();
    expect(result.divergences).toBe(0);
    expect(result.runs).toBe(100);
    expect(result.notes?.[0]).toMatch(/^without faults: [\d,]+ locked minutes, [\d,]+ windows/);
  });
});

describe('The proof of locked minutes', () => {
  it('includes customers who cancel and keep the licence, with the same payments', () => {
    const lives = seeds.map((seed) => {
      const life = liveAsSubscriber(seed, seededDice(seed));
      return { life, kept: keepSubscription(life, seededDice(seed)) };
    });
    const links = lives.flatMap(({ kept }) =>
      kept.facts.filter(({ fact }) => fact.type === 'subscription_linked'),
    );
    expect(links.length).toBeGreaterThan(seeds.length);
    for (const { life, kept } of lives) expect(kept.periods).toEqual(life.periods);
  });

  it('detects a portal without a grace period', () => {
    const world = { makeWeather: roughWeather, rules: { ...contract, graceDays: 0 }, habits: ourHabits };
    const found = seeds.map((seed) => playSchedule(seed, world).found.unexplained);
    expect(found.some((problem) => problem !== null)).toBe(true);
  });

  it('detects a portal that checks on the last paid day, before Paddle has charged', () => {
    const world = {
      makeWeather: fairWeather,
      rules: { ...contract, nextCheckAfterDays: 0 },
      habits: ourHabits,
    };
    const found = seeds.map((seed) => playSchedule(seed, world).found);
    expect(found.some(({ unexplained, longest }) => unexplained !== null || longest > 360)).toBe(true);
  });

  it('shows that windows with an unknown renewal more than double without reconciliation', () => {
    const never = { ...ourHabits, nightlyAfter: Number.POSITIVE_INFINITY, historyEvery: null };
    const total = (habits: typeof ourHabits) =>
      seeds.slice(0, 3).reduce((sum, seed) => {
        const { found } = playSchedule(seed, { makeWeather: roughWeather, rules: contract, habits });
        return sum + (found.windows.get('renewal unknown') ?? 0);
      }, 0);
    expect(total(never)).toBeGreaterThan(2 * total(ourHabits));
  });
});
