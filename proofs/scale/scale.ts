/** Seeds a database, measures the queries of administration on it, and lists what is wrong. */

import type { ProofDatabase } from '#proofs/shop/database.ts';
import { portalSettings } from '#proofs/shop/portal.ts';
import { readConfig } from '#server/config/config.ts';
import { type Measured, measureFile, measureQueries, readingProcedures } from './measure.ts';
import { scaleQueries, unmeasured } from './queries.ts';
import { seed } from './seed.ts';

export interface Scale {
  receipts: number;
  queries: Measured[];
  file: Awaited<ReturnType<typeof measureFile>>;
  /** One line for each thing that is wrong. */
  problems: string[];
}

const maxAddedMemory = 64 * 2 ** 20;

/** Runs everything for this number of customers. `say` is called with the progress. */
export async function runScale(
  { db, url }: Pick<ProofDatabase, 'db' | 'url'>,
  customers: number,
  say: (line: string) => void,
): Promise<Scale> {
  const config = readConfig(portalSettings({ url: 'http://127.0.0.1:1', port: 1, databaseUrl: url }));
  const { receipts } = await seed(db, customers, say);
  const queries = await measureQueries({ db, config, customers }, scaleQueries, say);
  const file = await measureFile({ db, config });
  const measured = new Set([...scaleQueries.map(({ procedure }) => procedure), ...unmeasured]);
  const problems = [
    ...readingProcedures()
      .filter((procedure) => !measured.has(procedure))
      .map((procedure) => `administration.${procedure} is not measured: add it to proofs/scale/queries.ts`),
    ...queries.flatMap(({ name, ms, withinMs, problem }) => [
      ...(ms > withinMs ? [`${name} takes ${ms.toFixed(1)} ms, and should take ${withinMs} ms at most`] : []),
      ...(problem === null ? [] : [`${name}: ${problem}`]),
    ]),
    ...(file.rows === customers ? [] : [`customers.csv has ${file.rows} rows`]),
    ...(file.addedMemory > maxAddedMemory ? [`customers.csv adds ${file.addedMemory} bytes of memory`] : []),
  ];
  return { receipts, queries, file, problems };
}
