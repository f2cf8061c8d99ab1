/**
 * Measures locked minutes with real instances and a real portal whose database is cut off now and then. The Paddle twin
 * takes the place of Paddle.
 */

import { type Dice, seededDice } from '#proofs/dice.ts';
import { day, hour, minute } from '#proofs/world/instants.ts';
import { onSale } from '#proofs/world/lives.ts';
import { createMonicaClient, type MonicaClient } from '#proofs/world/monica-client.ts';
import { openWorld, type World } from '#proofs/world/world.ts';
import { keyReader, readLicences } from '#proofs/year/stored-shop.ts';
import { calm, scheduleTrouble } from '#proofs/year/trouble.ts';
import { reconcile } from '#server/features/billing/reconcile/reconcile.ts';
import { addDays, dayOf } from '#shared/dates.ts';

export interface RealInstances {
  instances: number;
  /** Number of requests that the six-hourly jobs sent while their instance was locked. */
  asked: number;
  minutes: { check: number; databaseAway: number; renewalNotKnown: number };
  windows: { check: number; renewalNotKnown: number };
  problems: string[];
}

interface Subscriber {
  id: number;
  client: MonicaClient;
  /** When the customer entered the key; null before that. */
  since: number | null;
  /** When the product locked, and whether an extra check locked it; null while the product is unlocked. */
  open: { from: number; isExtra: boolean } | null;
  /**
   * The fault that has kept the product locked since the last job, and the time of that job; null if there is no such
   * fault.
   */
  keptBy: { from: number; why: 'databaseAway' } | null;
  /** True if the portal didn't know of the last payment when its response set the date of the next check. */
  wasUnknown: boolean;
  /** The last bill date for which a check was counted. A second check for the same bill date is an extra one. */
  seen: string | null;
}

const from = new Date('2027-03-01T00:00:00Z');
const jobEvery = 6 * hour;

export async function liveBehindTheEndpoint(options: {
  instances: number;
  days: number;
  seed: number;
}): Promise<RealInstances> {
  const world = await openWorld({ name: 'instances', startAt: from, seed: options.seed });
  try {
    return await live(world, options);
  } finally {
    await world.stop();
  }
}

async function live(
  world: World,
  { instances, days, seed }: { instances: number; days: number; seed: number },
): Promise<RealInstances> {
  const { twin } = world;
  const dice = seededDice(seed);
  const result: RealInstances = {
    instances,
    asked: 0,
    minutes: { check: 0, databaseAway: 0, renewalNotKnown: 0 },
    windows: { check: 0, renewalNotKnown: 0 },
    problems: [],
  };
  const readKeys = keyReader(world.db, world.deps);
  const credentials = await world.makeInstance();
  const userIds = await world.makeAccounts(
    Array.from({ length: instances }, (_, n) => `instance-${n}@example.com`),
  );
  const subscribers = userIds.map((userId, n) => begin(world, { userId, n, dice, credentials }));

  async function comeRound(subscriber: Subscriber, at: number): Promise<void> {
    const { client, id } = subscriber;
    client.portalMovedTo(world.portal().url);
    if (subscriber.since === null) {
      const key = (await readKeys()).get(`subscription:${id}`);
      if (key !== undefined && !world.isDatabaseCut() && (await client.enterKey(key, new Date(at))))
        subscriber.since = at;
      return;
    }
    const now = new Date(at);
    const checkAt = client.nextCheckAt;
    const wasLocked = client.isLocked(now);
    await client.passTimeUntil(now);
    if (wasLocked && checkAt) await judge(subscriber, at, checkAt.getTime());
  }

  /**
   * Called after each job that ran while the instance was locked. Attributes the locked minutes since the previous job
   * to a cause, and checks the response.
   */
  async function judge(subscriber: Subscriber, at: number, checkAt: number): Promise<void> {
    const { client, id } = subscriber;
    result.asked += 1;
    const truth = twin.truth().subscriptions.find((one) => one.id === id);
    const stored = (await readLicences(world.db)).find(({ stream }) => stream === `subscription:${id}`);
    if (!truth || !stored) throw new Error(`subscription ${id} is gone`);
    const checkOn = dayOf(new Date(checkAt));
    const bill = truth.payments
      .map(({ paidThrough }) => paidThrough)
      .findLast((on) => on !== null && on < checkOn);
    const about = `subscription ${id}, check of ${checkOn}, job of ${new Date(at).toISOString()}`;
    if (!subscriber.open) {
      const isExtra = bill !== undefined && bill === subscriber.seen;
      if (isExtra && !subscriber.wasUnknown) result.problems.push(`${about}: a second check without a cause`);
      subscriber.open = { from: checkAt, isExtra };
      subscriber.seen = bill ?? null;
      result.windows[isExtra ? 'renewalNotKnown' : 'check'] += 1;
      result.minutes[isExtra ? 'renewalNotKnown' : 'check'] += (at - checkAt) / minute;
      if (at - checkAt >= jobEvery)
        result.problems.push(`${about}: locked for longer than the interval between jobs`);
    } else if (subscriber.keptBy) {
      result.minutes[subscriber.keptBy.why] += (at - subscriber.keptBy.from) / minute;
    }
    subscriber.keptBy = null;
    const answer = client.answers.at(-1);
    if (!client.isLocked(new Date(at))) {
      subscriber.open = null;
      subscriber.wasUnknown = stored.validUntil < truth.paidThrough;
      const expected = addDays(stored.validUntil, subscriber.wasUnknown ? 8 : 1);
      if (client.nextCheckAt && dayOf(client.nextCheckAt) !== expected)
        result.problems.push(
          `${about}: the next check is on ${dayOf(client.nextCheckAt)} instead of ${expected}`,
        );
    } else if (answer?.status === 503 && world.isDatabaseCut()) {
      subscriber.keptBy = { from: at, why: 'databaseAway' };
    } else {
      result.problems.push(`${about}: answered ${answer?.status ?? 'nothing'} and stays locked`);
    }
  }

  let lookedAt = from;
  async function askPaddle(): Promise<void> {
    if (world.isDatabaseCut()) return;
    const { problems } = await reconcile(world.deps, { since: new Date(lookedAt.getTime() - day) });
    if (problems.length === 0) lookedAt = twin.now();
  }

  scheduleTrouble(world, { from, days, seed });
  for (let n = 0; n < days; n += 1) {
    const start = from.getTime() + n * day;
    twin.schedule(new Date(start + 23 * hour + 15 * minute), askPaddle);
    // Once a week, the database is down at midnight and for some time afterwards. That is when instances send requests.
    if (n % 7 === 3) {
      twin.schedule(new Date(start + 23 * hour + 50 * minute), world.cutDatabase);
      twin.schedule(new Date(start + day + dice.spread(20 * minute, 5 * hour)), world.mendDatabase);
    }
  }
  for (const subscriber of subscribers) {
    const phase = Math.floor(dice.between(0, jobEvery) / minute) * minute;
    for (let at = from.getTime() + 7 * day + phase; at < from.getTime() + days * day; at += jobEvery)
      twin.schedule(new Date(at), () => comeRound(subscriber, at));
  }
  await twin.advanceDays(days);
  twin.setFaults(calm);
  return result;
}

function begin(
  world: World,
  {
    userId,
    n,
    dice,
    credentials,
  }: { userId: number; n: number; dice: Dice; credentials: { clientId: string; clientSecret: string } },
): Subscriber {
  const passthrough = { subscription_name: 'main', billable_id: userId, billable_type: 'App\\Models\\User' };
  const id = world.twin.subscribe({
    planId: onSale.monicaMonthly,
    email: `instance-${n}@example.com`,
    passthrough: JSON.stringify(passthrough),
    at: new Date(from.getTime() + Math.floor(dice.between(0, 5 * 86_400)) * 1_000),
  });
  const client = createMonicaClient({ portalUrl: world.portal().url, ...credentials });
  return { id, client, since: null, open: null, keptBy: null, wasUnknown: false, seen: null };
}
