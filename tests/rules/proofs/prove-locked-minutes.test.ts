/** A small run of the "locked minutes" proof, and evidence that the proof detects faults. */
import { describe, expect, it } from 'vitest';
import { lockedMinutes, playSchedule } from '#proofs/locked-minutes/locked-minutes.ts';
import { ourHabits } from '#proofs/locked-minutes/portal-model.ts';
import { fairWeather, roughWeather } from '#proofs/locked-minutes/weather.ts';

const contract = { graceDays: 7, nextCheckAfterDays: 1 };
const seeds = Array.from({ length: 100 }, (_, index) => index + 1);

describe('a customer who pays', () => {
  it('is locked once a period, up to the next job, and each minute beyond it has its cause', async () => {
    const result = await lockedMinutes.run('sample');
    expect(result.firstDivergence).toBeNull();
    expect(result.divergences).toBe(0);
    expect(result.runs).toBe(200);
    expect(result.notes?.[0]).toMatch(/^without faults: [\d,]+ locked minutes, [\d,]+ windows/);
  });
});

describe('the proof itself', () => {
  it('notices a portal that has no grace', () => {
    const world = { makeWeather: roughWeather, rules: { ...contract, graceDays: 0 }, habits: ourHabits };
    const found = seeds.map((seed) => playSchedule(seed, world).found.unexplained);
    expect(found.some((problem) => problem !== null)).toBe(true);
  });

  it('notices a portal that names the paid day itself, on which Paddle has not charged', () => {
    const world = {
      makeWeather: fairWeather,
      rules: { ...contract, nextCheckAfterDays: 0 },
      habits: ourHabits,
    };
    const found = seeds.map((seed) => playSchedule(seed, world).found);
    expect(found.some(({ unexplained, longest }) => unexplained !== null || longest > 360)).toBe(true);
  });

  it('says how much worse it would be if the portal never asked Paddle by itself', () => {
    const never = { ...ourHabits, nightlyAfter: Number.POSITIVE_INFINITY, historyEvery: null };
    const total = (habits: typeof ourHabits) =>
      seeds.slice(0, 10).reduce((sum, seed) => {
        const { found } = playSchedule(seed, { makeWeather: roughWeather, rules: contract, habits });
        return sum + (found.windows.get('renewal not known') ?? 0);
      }, 0);
    expect(total(never)).toBeGreaterThan(2 * total(ourHabits));
  });
});
