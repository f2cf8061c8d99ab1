/** A cached reading is found only by the exact text it was made from. */
import { describe, expect, it } from 'vitest';
import { RecentReadings } from '#server/platform/scheduling/recent-readings.ts';

describe('recent readings', () => {
  it('are found by their name and their text, and by no other text under that name', () => {
    const recent = new RecentReadings<object>(100);
    const value = {};
    recent.keep('a', 'text', value);
    expect(recent.find('a', 'text')).toBe(value);
    expect(recent.find('a', 'text that was rewritten')).toBeUndefined();
    expect(recent.find('b', 'text')).toBeUndefined();
  });

  it('have as much room as they were given: what was not used for longest goes', () => {
    const recent = new RecentReadings<object>(40);
    const text = 'x'.repeat(10);
    const used = {};
    recent.keep('used', text, used);
    for (let each = 0; each < 100; each += 1) {
      recent.keep(`other ${each}`, text, {});
      expect(recent.find('used', text)).toBe(used);
    }
    const left = Array.from({ length: 100 }, (_, each) => recent.find(`other ${each}`, text)).filter(Boolean);
    expect(left.length).toBeLessThanOrEqual(4);
  });

  it('keep the newest text of a name', () => {
    const recent = new RecentReadings<object>(100);
    const newest = {};
    recent.keep('a', 'old', {});
    recent.keep('a', 'new', newest);
    expect([recent.find('a', 'old'), recent.find('a', 'new')]).toEqual([undefined, newest]);
  });
});
