/** Runs every proof of `npm run prove` in full. */
import { beforeEach, expect, it } from 'vitest';
import { proofs } from '#proofs/registry.ts';
import { expectPrinted } from '#tests/support/guards.ts';

const patience = 30 * 60_000;

// The proofs cut off the database while the portal is working. Errors of failed transactions are therefore expected.
beforeEach(() => expectPrinted(/(Committing|Rolling back) transaction .* failed with error/i));

it.each(proofs.map((proof) => [proof.name, proof] as const))(
  'The full proof finds no divergence: %s',
  async (_name, proof) => {
    const { divergences, firstDivergence, runs } = await proof.run('full');
    expect(firstDivergence).toBeNull();
    expect(divergences).toBe(0);
    expect(runs).toBeGreaterThan(100);
  },
  patience,
);
