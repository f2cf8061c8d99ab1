/** After a payment, the new licence is the one the customer didn't have before, regardless of its ID. */
import { describe, expect, it } from 'vitest';
import { hadLicences, hadPattern, newLicences } from '#shared/billing/checkout-return.ts';

const some = (...ids: number[]) => ids.map((id) => ({ id }));

describe('coming back from Paddle', () => {
  it('a licence is new whose number is smaller than those of before: ids are handed out in blocks', () => {
    const had = hadLicences([30_001, 60_002]);
    expect(newLicences(some(30_001, 60_002), { had })).toEqual([]);
    expect(newLicences(some(30_001, 60_002, 7), { had })).toEqual(some(7));
  });

  it('the first licence of all is new', () => {
    const had = hadLicences([]);
    expect([newLicences([], { had }), newLicences(some(1), { had })]).toEqual([[], some(1)]);
  });

  it('of very many the number is told, and one more is news', () => {
    const ids = Array.from({ length: 2_000 }, (_, n) => n + 1);
    const had = hadLicences(ids);
    expect(had.length).toBeLessThan(20);
    expect(newLicences(some(...ids), { had })).toEqual([]);
    expect(newLicences(some(...ids, 1), { had })).toHaveLength(2_001);
  });

  it('an address of an older pay link still says what there was', () => {
    expect(newLicences(some(11, 12, 13), { after: 12 })).toEqual(some(13));
    expect(newLicences(some(11), {})).toEqual(some(11));
  });

  it.each([[[]], [[1]], [[5, 99]], [Array.from({ length: 60 }, (_, n) => n)]])(
    '%j is read as it was written, and never as a number',
    (ids) => {
      const had = hadLicences(ids);
      expect(had).toMatch(hadPattern);
      expect(Number.isNaN(Number(had))).toBe(true);
    },
  );

  it.each(['', '12', 'l1-', 'lx', 'n', 'n-1', `l${'1-'.repeat(9)}x`])('%j is not taken for one', (had) => {
    expect(had).not.toMatch(hadPattern);
  });
});
