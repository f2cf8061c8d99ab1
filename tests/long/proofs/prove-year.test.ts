/** Runs a sample of the proof "a year in the twin", and tests that the proof would notice errors. */
import { beforeEach, describe, expect, it } from 'vitest';
import { liveBehindTheEndpoint } from '#proofs/locked-minutes/real-instances.ts';
import { liveAYear } from '#proofs/year/live-a-year.ts';
import { year } from '#proofs/year/year.ts';
import { expectPrinted } from '#tests/support/guards.ts';

const patience = 240_000;

// The proofs cut off the database while the portal is working. Errors of failed transactions are therefore expected.
beforeEach(() => expectPrinted(/(Committing|Rolling back) transaction .* failed with error/i));

it(
  'After three months of faults, the portal matches Paddle and has never rejected a paid licence',
  async () => {
    const result = await year.run('sample');
    expect(result.firstDivergence).toBeNull();
    expect(result).toMatchObject({ divergences: 0, histories: 10 });
    // `runs` is the number of licences and receipts compared plus the number of licence checks.
    expect(result.runs).toBeGreaterThan(200);
  },
  patience,
);

it(
  'Instances stay locked from their check to their next job, and longer only during a database outage',
  async () => {
    const found = await liveBehindTheEndpoint({ instances: 4, days: 42, seed: 9 });
    expect(found.problems).toEqual([]);
    expect(found.windows.check).toBeGreaterThanOrEqual(4);
    expect(found.minutes.check).toBeLessThanOrEqual(360 * found.windows.check);
  },
  patience,
);

describe('The proof itself', () => {
  it(
    'detects a licence valid for a day too long and a missing receipt',
    async () => {
      const report = await liveAYear({
        customers: 3,
        days: 32,
        seed: 3,
        trouble: false,
        meddle: async (db) => {
          await db.query(
            'UPDATE licences SET valid_until_at = valid_until_at + INTERVAL 1 DAY ORDER BY id LIMIT 1',
          );
          await db.query('DELETE FROM receipts ORDER BY id LIMIT 1');
        },
      });
      expect(report.differences).toEqual(
        expect.arrayContaining([
          expect.stringMatching(/the licence of subscription:\d+: validUntil is/),
          expect.stringMatching(/the receipt of order .*: all of it is null instead of/),
          expect.stringMatching(/^rebuild would change .*"licences"/),
        ]),
      );
    },
    patience,
  );
});
