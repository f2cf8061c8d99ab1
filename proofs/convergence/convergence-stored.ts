/**
 * Tests convergence through Paddle's endpoint and with a real database. Two portals receive several alerts at once,
 * some of them twice. Some alerts are lost and recovered by reconciliation. The final state must equal the state after
 * each alert was delivered once, in order.
 */

import { type Dice, seededDice } from '#proofs/dice.ts';
import { firstDifference } from '#proofs/difference.ts';
import { tryDeletions } from '#proofs/histories/deletions.ts';
import { histories } from '#proofs/histories/histories.ts';
import type { History, Played } from '#proofs/histories/history.ts';
import { ownershipHistories } from '#proofs/histories/ownership-histories.ts';
import { factsOf } from '#proofs/histories/random-life.ts';
import { type Proof, type Size, startTally, type Tally } from '#proofs/proof.ts';
import { type Cast, withoutCast } from '#proofs/shop/cast.ts';
import type { AlertForm } from '#proofs/shop/life.ts';
import { openShop, type Shop } from '#proofs/shop/open-shop.ts';
import { readStored } from '#proofs/shop/stored-state.ts';
import { rebuild } from '#server/features/billing/inbox/rebuild.ts';
import { reconcile } from '#server/features/billing/reconcile/reconcile.ts';
import { dayMs } from '#shared/durations.ts';

/** `runs` is the number of runs per history. `every` selects the histories to play: every one or every fourth. */
const effort = {
  sample: { runs: 3, every: 4 },
  full: { runs: 25, every: 1 },
} as const satisfies Record<Size, { runs: number; every: number }>;
/** How far back the alert history at Paddle goes, in milliseconds. */
const remembered = 90 * dayMs;

interface Delivery {
  index: number;
  /** True if this is a duplicate that is sent under a different alert id. */
  underAnotherId: boolean;
}

/**
 * How to deliver the alerts of one run. Each burst is a list of alerts that are sent at the same time. `lost` is the
 * index of an alert that isn't delivered; null if none is lost.
 */
interface Plan {
  bursts: Delivery[][];
  lost: number | null;
}

const timeOf = (form: AlertForm | undefined): Date => new Date(`${form?.event_time?.replace(' ', 'T')}Z`);

function shuffle<T>(items: T[], dice: Dice): T[] {
  const left = [...items];
  return items.flatMap(() => left.splice(dice.whole(0, left.length - 1), 1));
}

function planRun(alerts: readonly AlertForm[], until: Date, dice: Dice): Plan {
  const indexes = alerts.map((_, index) => index);
  const known = indexes.filter((index) => until.getTime() - timeOf(alerts[index]).getTime() < remembered);
  const kind = dice.pick(['order', 'twice', 'twice', 'lost'] as const);
  const [first, ...others] = known;
  const lost = kind === 'lost' && first !== undefined ? dice.pick([first, ...others]) : null;
  const once = indexes.filter((index) => index !== lost).map((index) => ({ index, underAnotherId: false }));
  const again =
    kind === 'twice' ? [{ index: dice.whole(0, alerts.length - 1), underAnotherId: dice.chance(0.5) }] : [];
  const left = shuffle([...once, ...again], dice);
  const bursts: Delivery[][] = [];
  while (left.length > 0) bursts.push(left.splice(0, dice.whole(1, 4)));
  return { bursts, lost };
}

/**
 * Returns the id of an alert. It stays the same throughout a run, unless the alert is deliberately sent under another
 * id.
 */
const idOf = (cast: Cast, index: number, underAnotherId = false): number =>
  cast.subscriptionId * 100 + index + (underAnotherId ? 50 : 0);

async function play(shop: Shop, cast: Cast, alerts: readonly AlertForm[], { bursts }: Plan, dice: Dice) {
  for (const burst of bursts) {
    await Promise.all(
      burst.map(({ index, underAnotherId }) => {
        const form = alerts[index];
        const portal = dice.whole(0, shop.portals.length - 1);
        return form && shop.deliver(portal, idOf(cast, index, underAnotherId), form);
      }),
    );
  }
}

const streamsIn = (alerts: readonly AlertForm[]): string[] => [
  ...factsOf(alerts.map((form) => ({ what: 'alert', form }))).keys(),
];

const storedOf = async (shop: Shop, cast: Cast, alerts: readonly AlertForm[]): Promise<unknown> =>
  withoutCast(await readStored(shop.database.db, streamsIn(alerts)), cast);

const inWords = ({ bursts, lost }: Plan, alerts: readonly AlertForm[]): string => {
  const told = bursts.map((burst) =>
    burst
      .map(
        ({ index, underAnotherId }) => `${alerts[index]?.alert_name}${underAnotherId ? ' (another id)' : ''}`,
      )
      .join(' + '),
  );
  return `${told.join(', ')}${lost === null ? '' : `; lost: ${alerts[lost]?.alert_name}`}`;
};

/** Describes the first purchase whose stored owner differs from the expected one; null if all owners are right. */
async function wrongOwner(shop: Shop, cast: Cast, endings: Played['endings']): Promise<string | null> {
  const stored = await readStored(shop.database.db, Object.keys(endings));
  for (const [stream, { owner }] of Object.entries(endings)) {
    const found = stored[stream]?.owner ?? null;
    if (owner !== undefined && found !== (owner === 'customer' ? cast.email : null))
      return `${stream} ${found === null ? 'has no owner' : 'belongs to the customer'}`;
  }
  return null;
}

/**
 * Plays a history once in order, then `count` times concurrently, each time by a different random plan. Every run must
 * store the same result as the first one.
 */
async function tryStored(
  shop: Shop,
  history: History,
  count: number,
  dice: Dice,
  tally: Tally,
): Promise<void> {
  tally.history();
  const [clean, ...casts] = await shop.enrol(count + 1);
  if (!clean) throw new RangeError('no customer is left for this history');
  const { alerts, atPaddle, endings } = history.play(clean);
  const last = Math.max(...alerts.map((form) => timeOf(form).getTime()));
  // Three days without a payment raise some flags, so the clock is set to a later time.
  const now = new Date(last + 4 * dayMs);
  shop.setNow(now);
  shop.desk.has(clean, atPaddle);
  for (const [index, form] of alerts.entries()) await shop.deliver(0, idOf(clean, index), form);
  const unsettled = await shop.settled(streamsIn(alerts));
  const expected = await storedOf(shop, clean, alerts);
  if (unsettled) tally.ran(`"${history.name}", delivered cleanly: ${unsettled}`);
  const wrong = await wrongOwner(shop, clean, endings);
  if (wrong) tally.ran(`"${history.name}", delivered cleanly: ${wrong}`);

  const runs = casts.map((cast) => {
    const played = history.play(cast);
    shop.desk.has(cast, played.atPaddle);
    return { cast, alerts: played.alerts, plan: planRun(played.alerts, now, dice) };
  });
  await Promise.all(runs.map(({ cast, alerts: own, plan }) => play(shop, cast, own, plan, dice)));
  await mend(shop, history, runs, tally);
  for (const { cast, alerts: own, plan } of runs) {
    const waiting = await shop.settled(streamsIn(own));
    const difference = waiting ?? firstDifference(expected, await storedOf(shop, cast, own));
    tally.ran(difference && `"${history.name}" as ${inWords(plan, own)}: ${difference}`);
  }
}

/**
 * Recovers the lost alerts by reconciling with Paddle. If reconciliation finds anything else, the state at Paddle
 * differs from what was delivered, which is an error.
 */
async function mend(
  shop: Shop,
  history: History,
  runs: readonly { cast: Cast; alerts: readonly AlertForm[]; plan: Plan }[],
  tally: Tally,
): Promise<void> {
  const lost = runs.flatMap(({ cast, alerts, plan }) => {
    const form = plan.lost === null ? undefined : alerts[plan.lost];
    return form && plan.lost !== null ? [{ id: idOf(cast, plan.lost), form }] : [];
  });
  if (lost.length === 0) return;
  shop.desk.sent(lost);
  const since = new Date(Math.min(...lost.map(({ form }) => timeOf(form).getTime())));
  const { findings, problems } = await reconcile(shop.deps, { since });
  const others = findings.filter(({ kind }) => kind !== 'alert').map(({ kind, what }) => `${kind} ${what}`);
  const wrong = [...problems, ...others];
  if (findings.length !== lost.length || wrong.length > 0) {
    const what = wrong[0] ?? `${findings.length} alerts for ${lost.length} lost ones`;
    tally.ran(`"${history.name}": reconciliation found ${what}`);
  }
}

/** Folds the whole event log again and compares the result with the tables. */
async function rebuildAll(shop: Shop, tally: Tally): Promise<void> {
  const { differences } = await rebuild(shop.deps, { dryRun: true });
  const [first] = differences;
  tally.ran(first ? `rebuilt from the log, ${first.table} of ${first.stream}: ${first.what}` : null);
}

const seriousFrom = 50;

function listenForErrors(shop: Shop, tally: Tally): void {
  for (const line of shop.portals.flatMap((portal) => portal.log)) {
    if (Number(line.level) >= seriousFrom)
      tally.ran(`a portal logged an error: ${line.msg} ${JSON.stringify(line.err)}`);
  }
}

export const convergenceStored: Proof = {
  name: 'convergence-stored',
  async run(size) {
    const shop = await openShop('convergence', { portals: 2 });
    try {
      const tally = startTally();
      const dice = seededDice(20_260_112);
      const { runs, every } = effort[size];
      await tryDeletions(shop, dice, runs * 2, tally);
      for (const history of ownershipHistories) await tryStored(shop, history, runs, dice, tally);
      for (const [index, history] of histories.entries()) {
        if (index % every === 0) await tryStored(shop, history, runs, dice, tally);
      }
      await rebuildAll(shop, tally);
      listenForErrors(shop, tally);
      return tally.result([
        'two portals on one MariaDB, up to four concurrent alerts per customer; losses are recovered by reconciliation, which finds nothing else',
      ]);
    } finally {
      await shop.close();
    }
  },
};
