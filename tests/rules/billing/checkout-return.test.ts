/**
 * Tests how the new licence is found after a payment: it is the one that the customer didn't have before, whatever its
 * ID.
 */
import { describe, expect, it } from 'vitest';
import { hadLicences, hadPattern, newLicences } from '#shared/billing/checkout-return.ts';

const some = (...ids: number[]) => ids.map((id) => ({ id }));

describe('Returning from the checkout', () => {
  it('finds the new licence even when its ID is lower than the earlier ones', () => {
    const had = hadLicences([30_001, 60_002]);
    expect(newLicences(some(30_001, 60_002), { had })).toEqual([]);
    expect(newLicences(some(30_001, 60_002, 7), { had })).toEqual(some(7));
  });

  it('finds the first licence of an account', () => {
    const had = hadLicences([]);
    expect([newLicences([], { had }), newLicences(some(1), { had })]).toEqual([[], some(1)]);
  });

  it('encodes a long list of licences as a count and finds one more', () => {
    const ids = Array.from({ length: 2_000 }, (_, n) => n + 1);
    const had = hadLicences(ids);
    expect(had.length).toBeLessThan(20);
    expect(newLicences(some(...ids), { had })).toEqual([]);
    expect(newLicences(some(...ids, 1), { had })).toHaveLength(2_001);
  });

  it('supports the after parameter of older payment links', () => {
    expect(newLicences(some(11, 12, 13), { after: 12 })).toEqual(some(13));
    expect(newLicences(some(11), {})).toEqual(some(11));
  });

  it.each([[[]], [[1]], [[5, 99]], [Array.from({ length: 60 }, (_, n) => n)]])(
    'encodes %j in the expected pattern and never as a number',
    (ids) => {
      const had = hadLicences(ids);
      expect(had).toMatch(hadPattern);
      expect(Number.isNaN(Number(had))).toBe(true);
    },
  );

  it.each(['', '12', 'l1-', 'lx', 'n', 'n-1', `l${'1-'.repeat(9)}x`])(
    'rejects %j as an encoded list',
    (had) => {
      expect(had).not.toMatch(hadPattern);
    },
  );
});
