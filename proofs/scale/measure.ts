/** Measures the queries of administration on a large database, and the memory that the file of customers takes. */
import { performance } from 'node:perf_hooks';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { TRPCError } from '@trpc/server';
import { QueryTypes, type Sequelize } from 'sequelize';
import { median } from '#bench/report.ts';
import { buildDeps } from '#server/build-deps.ts';
import type { Config } from '#server/config/config.ts';
import type { Deps } from '#server/deps.ts';
import { customersText } from '#server/features/administration/customers/customer-csv.ts';
import { customerBatches } from '#server/features/administration/customers/list-customers.ts';
import { actOf } from '#server/features/administration/procedures.router.ts';
import { createLogger } from '#server/platform/observability/logger.ts';
import { type Context, withoutPaddle } from '#server/platform/trpc/context.ts';
import { appRouter } from '#server/router.ts';
import { acts } from '#shared/administration/acts.ts';
import { problemOf } from './explain.ts';
import type { ScaleQuery } from './queries.ts';

export interface Measured {
  name: string;
  /** Median of the calls. */
  ms: number;
  /** Median of `SELECT 1`, measured in turns with the calls. */
  roundTripMs: number;
  withinMs: number;
  statements: number;
  /** What is wrong; null if nothing is. */
  problem: string | null;
}

/** Calls of each query. */
const calls = 21;

interface Portal {
  db: Sequelize;
  config: Config;
  /** Number of seeded customers. */
  customers: number;
}

const depsOf = ({ db, config }: Pick<Portal, 'db' | 'config'>): Deps =>
  buildDeps({
    config,
    db,
    log: createLogger('silent'),
    clock: { now: () => new Date('2026-11-30T12:00:00Z') },
  });

/** Returns a caller of the procedures below `administration`, as an administrator who has just signed in. */
async function administratorsCaller(
  db: Sequelize,
  deps: Deps,
): Promise<(path: string, input: unknown) => Promise<unknown>> {
  // Acts that only show something look at the role and the session again.
  await deps.administrators.setRole(1, 'administrator');
  await db.query(
    `INSERT IGNORE INTO sessions (id, user_id, token, expires_at, created_at, updated_at)
     VALUES (1, 1, 'scale', '2099-01-01', NOW(3), NOW(3))`,
  );
  const account = await deps.accounts.findById(1);
  if (!account) throw new Error('there are no customers');
  const refuse = () => Promise.reject(new Error('not measured'));
  // More calls than an administrator may make in a minute.
  const unlimited = Object.assign(deps, { limiter: { ...deps.limiter, takeOrThrow: async () => undefined } });
  const context: Context = {
    deps: withoutPaddle(unlimited),
    account,
    session: {
      id: 1,
      reauthenticatedAt: new Date(),
      hasSecondFactor: true,
      restart: refuse,
      visitProvider: refuse,
    },
    ...{ viewing: null, showsAnother: false, requestCountry: null, requestId: 'scale' },
    caller: { ipAddress: null, userAgent: null },
  };
  const caller = appRouter.createCaller(context).administration;
  return async (path, input) => {
    const procedure = path
      .split('.')
      .reduce<unknown>((within, name) => Reflect.get(Object(within), name), caller) as (
      input: unknown,
    ) => Promise<unknown>;
    try {
      return await procedure(input);
    } catch (error) {
      // Not every seeded customer has what is looked for; that is found out by the same statements.
      if (error instanceof TRPCError && error.code === 'NOT_FOUND') return null;
      throw error;
    }
  };
}

interface Definition {
  _def: { type: 'query' | 'mutation'; middlewares: object[] };
}

/**
 * Returns the procedures of administration that only read, below `administration`. Some are mutations: a search, so
 * that what is typed stands in no address, and acts that only show something.
 */
export const readingProcedures = (): string[] =>
  Object.entries(appRouter._def.procedures as unknown as Record<string, Definition>)
    .filter(([path, { _def }]) => {
      if (!path.startsWith('administration.')) return false;
      const act = actOf(_def.middlewares);
      return act === null || acts[act].isReading;
    })
    .map(([path]) => path.slice('administration.'.length));

/** Returns the statements that are sent over this connection while `work` runs. */
async function statementsOf(db: Sequelize, work: () => Promise<unknown>): Promise<string[]> {
  const statements: string[] = [];
  const query = db.query.bind(db);
  const recording = (...given: Parameters<typeof query>) => {
    const [sql] = given;
    statements.push(typeof sql === 'string' ? sql : sql.query);
    return query(...given);
  };
  Object.assign(db, { query: recording });
  try {
    await work();
    return statements;
  } finally {
    Object.assign(db, { query });
  }
}

/** Returns how long `work` takes, in milliseconds. */
async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

/** Measures the queries one after another, and judges the plans of all SELECTs of their first call. */
export async function measureQueries(
  { db, config, customers }: Portal,
  queries: readonly ScaleQuery[],
  say: (line: string) => void,
): Promise<Measured[]> {
  const call = await administratorsCaller(db, depsOf({ db, config }));
  const measured: Measured[] = [];
  for (const { name, procedure, input, withinMs } of queries) {
    // Customers from all parts of the tables, the same ones in each run.
    const customerOf = (n: number) => 1 + Math.floor((customers * (n * 0.618 + 0.37)) % customers);
    const statements = await statementsOf(db, () => call(procedure, input(customerOf(0))));
    const problems: string[] = [];
    for (const sql of statements.filter((each) => /^\(*\s*SELECT/i.test(each))) {
      const problem = await problemOf(db, sql);
      if (problem !== null) problems.push(`${problem}: ${sql}`);
    }
    const times: number[] = [];
    const roundTrips: number[] = [];
    // Taken in turns, so that both have the same share of a busy machine.
    for (let n = 1; n <= calls; n += 1) {
      times.push(await timeOf(() => call(procedure, input(customerOf(n)))));
      roundTrips.push(await timeOf(() => db.query('SELECT 1', { type: QueryTypes.SELECT })));
    }
    const [ms, roundTripMs] = [median(times), median(roundTrips)];
    const problem = problems[0] ?? null;
    measured.push({ name, ms, roundTripMs, withinMs, statements: statements.length, problem });
    say(`${name}: ${ms.toFixed(1)} ms`);
  }
  return measured;
}

/** Returns V8's garbage collector, also in a process that was not started with `--expose-gc`. */
function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

/** Writes the CSV file of all customers to nowhere. Returns its size and the most memory that it added, in bytes. */
export async function measureFile(portal: Pick<Portal, 'db' | 'config'>): Promise<{
  bytes: number;
  rows: number;
  addedMemory: number;
  seconds: number;
}> {
  const deps = depsOf(portal);
  const used = () => {
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const collect = garbageCollector();
  collect();
  const before = used();
  const begun = performance.now();
  let most = before;
  let bytes = 0;
  let rows = 0;
  const text = customersText(customerBatches(deps, {}), 'en', (count) => {
    rows += count;
    // What is no longer referred to doesn't count.
    if (rows % 5_000 === 0) collect();
    most = Math.max(most, used());
  });
  await pipeline(
    text,
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        bytes += chunk.length;
        done();
      },
    }),
  );
  return { bytes, rows, addedMemory: most - before, seconds: (performance.now() - begun) / 1_000 };
}
