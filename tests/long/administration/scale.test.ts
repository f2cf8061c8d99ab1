/** Runs `npm run scale` with few customers: every query of administration reads ranges of indexes. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runScale } from '#proofs/scale/scale.ts';
import { makeProofDatabase, type ProofDatabase } from '#proofs/shop/database.ts';

let database: ProofDatabase;
beforeAll(async () => {
  database = await makeProofDatabase('scale');
});
afterAll(() => database?.drop());

it('Every query of administration is measured, and none reads a whole table', async () => {
  const { queries, problems } = await runScale(database, 20_000, () => undefined);
  expect(queries.length).toBeGreaterThan(30);
  // How long a query takes depends on the machine, which is busy with other tests.
  expect(problems.filter((problem) => !/ takes .* ms/.test(problem))).toEqual([]);
}, 300_000);
