/** Simulates a year of one shop, with every kind of fault, and compares the result with Paddle's records. */
import type { Sequelize } from 'sequelize';
import { seededDice } from '#proofs/dice.ts';
import { day, hour, minute } from '#proofs/world/instants.ts';
import { planLives } from '#proofs/world/lives.ts';
import { createPinger, tokenFor } from '#proofs/world/pinger.ts';
import { openWorld, type World } from '#proofs/world/world.ts';
import { rebuild } from '#server/features/billing/inbox/rebuild.ts';
import { sweep } from '#server/features/billing/inbox/sweep.ts';
import { historyReaches, jobs } from '#server/features/billing/reconcile/jobs.ts';
import { reconcile } from '#server/features/billing/reconcile/reconcile.ts';
import { compareWithTruth } from './compare-with-truth.ts';
import { playLives } from './play-lives.ts';
import { createRounds, type PingCounts } from './rounds.ts';
import { countAlerts, keyReader } from './stored-shop.ts';
import { calm, scheduleTrouble } from './trouble.ts';

export interface YearOptions {
  customers: number;
  days: number;
  seed: number;
  /** Whether faults occur. Defaults to true. */
  trouble?: boolean;
  /** Changes the tables before the comparison. Tests use it to check that the comparison detects the change. */
  meddle?: (db: Sequelize) => Promise<unknown>;
}

/**
 * Number of days without faults at the end. Alerts are at most three days late, so all of them have arrived by then.
 */
const calmDays = 5;
const nightlyAt = 23 * hour + 15 * minute;
const from = new Date('2027-01-01T00:00:00Z');

export interface YearReport {
  customers: number;
  subscriptions: number;
  alerts: number;
  compared: number;
  pings: PingCounts;
  pingProblems: { count: number; first: string | null };
  differences: string[];
  reconciliations: { done: number; impossible: number };
  acts: { done: number; refused: number };
  seconds: Record<string, { clock: number; cpu: number }>;
}

/** Measures how much time each activity takes: wall-clock seconds, and seconds of this process's CPU time. */
function stopwatch() {
  const seconds: Record<string, { clock: number; cpu: number }> = {};
  return {
    seconds,
    async time<T>(what: string, work: () => Promise<T>): Promise<T> {
      const started = performance.now();
      const before = process.cpuUsage();
      try {
        return await work();
      } finally {
        const { user, system } = process.cpuUsage(before);
        const { clock, cpu } = seconds[what] ?? { clock: 0, cpu: 0 };
        seconds[what] = {
          clock: clock + (performance.now() - started) / 1_000,
          cpu: cpu + (user + system) / 1_000_000,
        };
      }
    },
  };
}

const maxRounds = 20;

/**
 * Sweeps the inbox until it is empty. The portal itself sweeps every two seconds of real time, which is too slow for
 * the simulated clock. A sweep that fails is repeated. Throws if the inbox isn't empty after 20 rounds.
 */
async function sweepAll(world: World): Promise<void> {
  if (world.isDatabaseCut()) return;
  let failure: unknown = null;
  for (let round = 0; round < maxRounds; round += 1) {
    try {
      if ((await sweep(world.deps)) === 0) return;
    } catch (error) {
      failure = error;
    }
  }
  throw new Error('the inbox never becomes empty', { cause: failure });
}

export async function liveAYear(options: YearOptions): Promise<YearReport> {
  const watch = stopwatch();
  const world = await watch.time('opening', () =>
    openWorld({ name: 'year', startAt: from, seed: options.seed }),
  );
  try {
    return await live(world, options, watch);
  } finally {
    await world.stop();
  }
}

async function live(
  world: World,
  { customers, days, seed, trouble = true, meddle }: YearOptions,
  watch: ReturnType<typeof stopwatch>,
): Promise<YearReport> {
  const { twin } = world;
  const lives = planLives({ customers, from, days, seed });
  const withAccount = lives.filter(({ hasAccount }) => hasAccount);
  const userIds = await world.makeAccounts(withAccount.map(({ email }) => email));
  const played = playLives(twin, lives, new Map(withAccount.map(({ n }, index) => [n, userIds[index] ?? 0])));
  if (trouble) scheduleTrouble(world, { from, days, seed });
  const pinger = createPinger(await tokenFor(world.portal().url, await world.makeInstance()));
  const rounds = createRounds({
    world,
    pinger,
    readKeys: keyReader(world.db, world.deps),
    boughtOn: played.boughtOn,
    plannedOn: played.plannedOn,
  });
  const reconciliations = { done: 0, impossible: 0 };

  /** Time of the last successful reconciliation. The next one covers everything since an hour before that time. */
  let lookedAt = from;

  /**
   * Takes the place of the portal's nightly job. That job runs by real time, but this one has to follow the simulated
   * clock, on which a year passes within a minute.
   */
  async function reconcileNightly(): Promise<void> {
    if (world.isDatabaseCut()) return;
    const since = new Date(lookedAt.getTime() - hour);
    const { problems } = await reconcile(world.deps, { since });
    // There are problems if Paddle is down or returns errors. Everything that Paddle did return has been reconciled.
    // The rest is retried on the following night.
    if (problems.length > 0) {
      reconciliations.impossible += 1;
      return;
    }
    reconciliations.done += 1;
    lookedAt = twin.now();
    // The simulated clock hasn't moved since reconciliation started, so this is the state that was reconciled.
    rounds.agree(twin.truth());
  }

  async function lookForLostAlerts(): Promise<void> {
    const job = jobs.find(({ name }) => name === 'lost_alerts');
    if (!job) throw new Error('there is no job "lost_alerts"');
    if (world.isDatabaseCut() || twin.faults().down || twin.faults().errors.length > 0) return;
    await job.run(world.deps, new AbortController().signal);
  }

  const dice = seededDice(seed + 1);
  const allDays = days + calmDays;
  for (let n = 0; n < allDays; n += 1) {
    const at = (after: number, what: string, work: () => Promise<void>) =>
      twin.schedule(new Date(from.getTime() + n * day + after), () => watch.time(what, work));
    // Pings are sent at a different time each day, so that they come sometimes before and sometimes after the day's
    // events.
    at(Math.floor(dice.between(minute, 23 * hour)), 'pings', rounds.ask);
    if (n % 3 === 0) at(12 * hour, 'sweeping', () => sweepAll(world));
    // In production, this job runs every 15 minutes. The nightly reconciliation finds the lost alerts that this job
    // misses.
    if (dice.chance(0.3)) at(12 * hour + minute, 'looking for lost alerts', lookForLostAlerts);
    at(nightlyAt, 'reconciling', reconcileNightly);
  }

  await watch.time('the year', () => twin.advanceDays(days));
  twin.setFaults(calm);
  if (world.isDatabaseCut()) await world.mendDatabase();
  await watch.time('calm days', () => twin.advanceDays(calmDays));
  await twin.drain();
  await sweepAll(world);
  const truth = twin.truth();
  rounds.agree(truth);
  await watch.time('pings', rounds.askAll);
  pinger.close();
  await meddle?.(world.db);
  const { compared, differences } = await compareWithTruth(world.db, truth, played.boughtOn);
  return {
    customers,
    subscriptions: truth.subscriptions.length,
    alerts: await countAlerts(world.db),
    compared,
    pings: rounds.counts(),
    pingProblems: rounds.problems(),
    differences: [...differences, ...(await stillToMend(world))],
    reconciliations,
    acts: played.counts(),
    seconds: watch.seconds,
  };
}

/** Returns the changes that the `reconcile` and `rebuild` commands would still make. There should be none. */
async function stillToMend({ deps, twin }: World): Promise<string[]> {
  const since = new Date(twin.now().getTime() - historyReaches);
  const { findings, problems } = await reconcile(deps, { dryRun: true, since });
  const rebuilt = await rebuild(deps, { dryRun: true });
  return [
    ...findings.map((finding) => `reconcile would change ${JSON.stringify(finding)}`),
    ...problems,
    ...rebuilt.differences.map((difference) => `rebuild would change ${JSON.stringify(difference)}`),
  ];
}
