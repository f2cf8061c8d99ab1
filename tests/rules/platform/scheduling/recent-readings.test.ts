/** Tests that a cached reading is found only by its name and the exact text from which it was made. */
import { describe, expect, it } from 'vitest';
import { RecentReadings } from '#server/platform/scheduling/recent-readings.ts';

describe('Recent readings', () => {
  it('are found only by the same name and text', () => {
    const recent = new RecentReadings<object>(100);
    const value = {};
    recent.keep('a', 'text', value);
    expect(recent.find('a', 'text')).toBe(value);
    expect(recent.find('a', 'text that was rewritten')).toBeUndefined();
    expect(recent.find('b', 'text')).toBeUndefined();
  });

  it('evict the least recently used one when the limit is exceeded', () => {
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

  it('keep only the newest text for each name', () => {
    const recent = new RecentReadings<object>(100);
    const newest = {};
    recent.keep('a', 'old', {});
    recent.keep('a', 'new', newest);
    expect([recent.find('a', 'old'), recent.find('a', 'new')]).toEqual([undefined, newest]);
  });
});
