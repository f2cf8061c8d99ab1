/** Runs samples of the proofs that need a database. `npm run prove` runs them in full. */
import { expect, it } from 'vitest';
import { convergenceStored } from '#proofs/convergence/convergence-stored.ts';
import { crash } from '#proofs/crash/crash.ts';
import { explainStored } from '#proofs/explain/explain-stored.ts';
import { linkedStored } from '#proofs/linked/linked-stored.ts';
import { isEveryCase } from '#tests/support/cases/some-of.ts';

const patience = 120_000;

it(
  'Disordered, duplicate and lost alerts through two portals end like clean delivery',
  async () => {
    const result = await convergenceStored.run('sample');
    expect(result.firstDivergence).toBeNull();
    expect(result.runs).toBeGreaterThan(30);
  },
  patience,
);

it(
  "A licence's timeline rebuilds the stored rows",
  async () => {
    const result = await explainStored.run('sample');
    expect(result.firstDivergence).toBeNull();
    expect(result.runs).toBeGreaterThanOrEqual(result.histories);
  },
  patience,
);

it(
  'A licence that moves to another subscription keeps one stream and one key despite late alerts',
  async () => {
    const result = await linkedStored.run('sample');
    expect(result.firstDivergence).toBeNull();
    expect(result.runs).toBeGreaterThan(15);
  },
  patience,
);

// Runs only with EVERY_CASE, because killing portals takes a long time.
if (isEveryCase)
  it(
    'A portal killed while applying events loses and duplicates nothing',
    async () => {
      const result = await crash.run('sample');
      expect(result.firstDivergence).toBeNull();
      expect(result.notes?.join()).toMatch(/a purchase is created [1-9]\d* \+ [1-9]/);
    },
    patience,
  );
