/** Runs samples of the proofs that need a database. `npm run prove` runs them in full. */
import { expect, it } from 'vitest';
import { convergenceStored } from '#proofs/convergence/convergence-stored.ts';
import { crash } from '#proofs/crash/crash.ts';
import { explainStored } from '#proofs/explain/explain-stored.ts';
import { linkedStored } from '#proofs/linked/linked-stored.ts';
import { isEveryCase } from '#tests/support/cases/some-of.ts';

const patience = 120_000;

it(
  'disorder, duplicates and losses through two portals end as clean delivery does',
  async () => {
    const result = await convergenceStored.run('sample');
    expect(result.firstDivergence).toBeNull();
    expect(result.runs).toBeGreaterThan(30);
  },
  patience,
);

it(
  'what a licence’s life is told to be rebuilds the stored rows',
  async () => {
    const result = await explainStored.run('sample');
    expect(result.firstDivergence).toBeNull();
    expect(result.runs).toBeGreaterThanOrEqual(result.histories);
  },
  patience,
);

it(
  'a licence that moves to another subscription has one stream and one key, whatever comes late of the first',
  async () => {
    const result = await linkedStored.run('sample');
    expect(result.firstDivergence).toBeNull();
    expect(result.runs).toBeGreaterThan(15);
  },
  patience,
);

// Only with EVERY_CASE, because killing portals takes a long time.
if (isEveryCase)
  it(
    'a portal killed in the middle of applying loses and doubles nothing',
    async () => {
      const result = await crash.run('sample');
      expect(result.firstDivergence).toBeNull();
      expect(result.notes?.join()).toMatch(/a purchase is created [1-9]\d* \+ [1-9]/);
    },
    patience,
  );
