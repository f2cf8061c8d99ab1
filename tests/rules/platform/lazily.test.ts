import { describe, expect, it } from 'vitest';
import { lazily } from '#server/platform/lazily.ts';

describe('lazily', () => {
  it('creates each property once, on first access', () => {
    const made: string[] = [];
    const deps = lazily({
      first: () => made.push('first') && 'one',
      second: () => made.push('second') && 'two',
    });
    expect(made).toEqual([]);
    expect([deps.second, deps.second]).toEqual(['two', 'two']);
    expect(made).toEqual(['second']);
  });

  it('returns an object that can be assigned to, spread and listed', () => {
    const deps = Object.assign(lazily({ first: () => 'one', second: () => 'two' }), { third: 'three' });
    deps.first = 'replaced';
    expect(Object.keys(deps)).toEqual(['first', 'second', 'third']);
    expect({ ...deps, second: 'another' }).toEqual({ first: 'replaced', second: 'another', third: 'three' });
  });
});
