/**
 * Entry point of `npm run bench`. Compares the portal's handling of pings, token requests and alerts with the simplest
 * possible implementation of each (docs/operations.md, "How fast it is").
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { QueryTypes, type Sequelize } from 'sequelize';
import { migrateUp } from '#db/migrate.ts';
import { givenServer, startLocalServer } from '#scripts/local-server/local-server.ts';
import { refuseUsage } from '#scripts/usage.mjs';
import { openDatabase } from '#server/platform/database/connection.ts';
import { dayMs, daySeconds, secondMs } from '#shared/durations.ts';
import { type AlertFields, beginLife, type Life, mixOf, pastOf } from './alert-lives.ts';
import { measureEndpoints } from './endpoints.ts';
import { type IntakeRound, measureIntake } from './intake.ts';
import { storeAndApply, storeOnly, untilDone } from './log.ts';
import { buildMeasured, startMeasured } from './measured-process.ts';
import { median, printTable } from './report.ts';
import { benchSettings, sellerKey } from './settings.ts';
import { openShop, type Shop } from './shop.ts';

const database = 'portal_bench';
const counts = {
  keys: 1_024,
  /** At least one customer per subscription, so that no customer has two subscriptions for the same product. */
  customers: 12_000,
  /** Number of existing subscriptions. Each has a history of 12 to 24 alerts. */
  lives: 2_500,
  /** Number of alerts per burst. `rounds` is the number of bursts for each size of RSA key. */
  alerts: 3_200,
  rounds: 3,
  /**
   * Number of alerts in a burst so large that the inbox can't defer them all (decision 0019). Intake then slows down to
   * the rate at which alerts are applied.
   */
  flood: 16_000,
  warming: 800,
  backlog: 10_000,
};
const parts = ['endpoints', 'alerts'];
const usage = `usage: npm run bench [-- --only ${parts.join('|')}]`;

/** Reads the command line. Ends the process on `--help` and on invalid arguments. */
function readAsked(): { only?: string | undefined } {
  try {
    const { values } = parseArgs({ options: { only: { type: 'string' }, help: { type: 'boolean' } } });
    if (values.help) {
      console.log(usage);
      process.exit(0);
    }
    if (values.only !== undefined && !parts.includes(values.only))
      throw new Error(`There is no part called "${values.only}".`);
    return values;
  } catch (error) {
    refuseUsage(error, usage);
  }
}
const asked = readAsked();
const wants = (part: string): boolean => asked.only === undefined || asked.only === part;
const monthMs = 30.4 * dayMs;

/**
 * Returns a function that creates a subscription with a new id and a different start time on each call. The function
 * throws once there would be more subscriptions than customers.
 */
function cradle(shop: Shop): (monthsAgo: number) => Life {
  const first = 500_000;
  let subscription = first;
  return (monthsAgo) => {
    subscription += 1;
    if (subscription > first + shop.customers) throw new Error('there are more subscriptions than customers');
    const begun = new Date(Date.now() - monthsAgo * monthMs - (subscription % daySeconds) * secondMs);
    return beginLife(subscription, 1 + (subscription % shop.customers), begun);
  };
}

async function makePasts(shop: Shop, begin: (monthsAgo: number) => Life): Promise<Life[]> {
  const lives = Array.from({ length: counts.lives }, (_, index) => ({
    life: begin(24),
    length: 12 + (index % 13),
  }));
  const past: AlertFields[] = lives.flatMap(({ life, length }) => pastOf(life, length));
  await storeAndApply(shop.deps, past);
  return lives.map(({ life }) => life);
}

async function printDurability(db: Sequelize): Promise<void> {
  const [row] = await db.query<Record<string, unknown>>(
    `SELECT VERSION() AS server, @@innodb_flush_log_at_trx_commit AS innodb_flush_log_at_trx_commit,
       @@sync_binlog AS sync_binlog, @@log_bin AS log_bin`,
    { type: QueryTypes.SELECT },
  );
  const settings = Object.entries(row ?? {}).map(([name, value]) => `${name} ${value}`);
  const load = loadavg().map((each) => each.toFixed(1));
  console.log(`${settings.join(', ')}; load of this machine ${load.join(' ')}\n`);
}

function printIntake(rounds: readonly IntakeRound[]): void {
  const ratio = (round: IntakeRound, rate: 'takenIn' | 'applied') => round[rate] / round.transactions;
  printTable(
    [
      '16 connections',
      'alerts',
      '3 statements/s',
      'p50 ms',
      'p99 ms',
      'CPU ms',
      'taken in/s',
      'ratio',
      'p50 ms',
      'p99 ms',
      'CPU ms',
      'empty after s',
      'applied/s',
      'ratio',
    ],
    rounds.map((round) => [
      round.key,
      round.alerts,
      Math.round(round.transactions),
      round.transactionP50,
      round.transactionP99,
      round.transactionCpu.toFixed(2),
      Math.round(round.takenIn),
      ratio(round, 'takenIn').toFixed(2),
      round.p50,
      round.p99,
      round.cpu.toFixed(2),
      round.secondsToEmpty.toFixed(2),
      Math.round(round.applied),
      ratio(round, 'applied').toFixed(2),
    ]),
  );
  const bursts = rounds.filter(({ alerts }) => alerts === counts.alerts);
  const middle = (rate: 'takenIn' | 'applied') => median(bursts.map((each) => ratio(each, rate))).toFixed(2);
  const slowest = Math.max(...bursts.map((each) => each.secondsToEmpty)).toFixed(2);
  console.log(
    `bursts of ${counts.alerts}, median: accepted at ${middle('takenIn')} of the baseline rate (target: 0.7),  ` +
      `the last one applied at most ${slowest} s after the end (target: 5);  ` +
      `rate until then: ${middle('applied')}\n`,
  );
}

async function measureAll(db: Sequelize, url: string): Promise<void> {
  const environment = benchSettings(url, sellerKey(4096));
  const shop = await openShop(db, environment, counts);
  await printDurability(db);
  if (wants('endpoints')) {
    const endpoints = await startMeasured(environment);
    await measureEndpoints(endpoints, shop);
    await endpoints.stop();
  }
  if (wants('alerts')) await measureAlerts(db, environment, shop);
}

async function measureAlerts(db: Sequelize, environment: Record<string, string>, shop: Shop): Promise<void> {
  const begin = cradle(shop);
  const inProgress = await makePasts(shop, begin);
  const mix = (count: number) => mixOf(count, inProgress, () => begin(0));
  const rounds: IntakeRound[] = [];
  for (const seller of [sellerKey(4096), sellerKey(2048)]) {
    const measured = await startMeasured({ ...environment, PADDLE_PUBLIC_KEY: seller.publicKey });
    const parts = [mix(counts.warming), ...Array.from({ length: counts.rounds }, () => mix(counts.alerts))];
    if (seller.bits === 4096) parts.push(mix(counts.flood));
    rounds.push(...(await measureIntake(db, measured, seller, parts)));
    await measured.stop();
  }
  printIntake(rounds);

  await storeOnly(shop.deps, mix(counts.backlog));
  const measured = await startMeasured(environment);
  const seconds = await untilDone(db);
  await measured.stop();
  const perSecond = Math.round(counts.backlog / seconds);
  console.log(
    `backlog after a stop: ${counts.backlog} alerts applied in ${seconds.toFixed(1)} s (${perSecond}/s)`,
  );
}

const folder = mkdtempSync(join(tmpdir(), 'portal-bench-'));
const packagesFolder = fileURLToPath(new URL('../.data/packages', import.meta.url));
const given = process.env.DATABASE_URL;
const server = given
  ? givenServer(given)
  : await startLocalServer({
      folder,
      packagesFolder,
      databases: [database],
      log: (line) => console.error(line),
    });
const url = server.url(database);
try {
  await buildMeasured();
  await server.dropDatabase(database);
  await server.createDatabase(database);
  const db = openDatabase({ url });
  try {
    await migrateUp(db);
    await measureAll(db, url);
  } finally {
    await db.close();
  }
} finally {
  await server.dropDatabase(database);
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
