/**
 * Plays the linked histories through Paddle's endpoint and with a real database. Two portals receive alerts of both
 * subscriptions at the same time and in random order. The link is recorded before the second subscription's first alert
 * arrives; if the customer asked to keep the licence, the portals record it themselves. The result must be one licence
 * with one key, and no second stream. Reconciliation must then find nothing, and a rebuild must change nothing.
 */
import { type Dice, seededDice } from '#proofs/dice.ts';
import { firstDifference } from '#proofs/difference.ts';
import { type Proof, startTally, type Tally } from '#proofs/proof.ts';
import { type Cast, subscriptionStream, withoutCast } from '#proofs/shop/cast.ts';
import type { AlertForm } from '#proofs/shop/life.ts';
import { openShop, type Shop } from '#proofs/shop/open-shop.ts';
import { readStored } from '#proofs/shop/stored-state.ts';
import { rebuild } from '#server/features/billing/inbox/rebuild.ts';
import { recordEvent } from '#server/features/billing/projections/record-event.ts';
import { reconcile } from '#server/features/billing/reconcile/reconcile.ts';
import { classicRef } from '#server/platform/paddle/reference.ts';
import { addDays, dayOf, startOfDay } from '#shared/dates.ts';
import { dayMs } from '#shared/durations.ts';
import { type LinkedHistory, type LinkedPlay, linkedHistories } from './linked-histories.ts';

const runsOf = { sample: 3, full: 25 } as const;

interface Sent {
  form: AlertForm;
  id: number;
}

function shuffled<T>(items: readonly T[], dice: Dice): T[] {
  const left = [...items];
  return items.flatMap(() => left.splice(dice.whole(0, left.length - 1), 1));
}

const deliverAll = (shop: Shop, sent: readonly Sent[], dice: Dice) =>
  Promise.all(sent.map(({ form, id }) => shop.deliver(dice.whole(0, shop.portals.length - 1), id, form)));

const timeOf = ({ event_time: time }: AlertForm): number => Date.parse(`${time?.replace(' ', 'T')}Z`);

/** Stores what the customer asks for, as when the portal makes the pay link. */
async function storeIntent(
  { deps }: Shop,
  { subscriptionId, userId }: Cast,
  { at, event, intent, payment }: LinkedPlay['link'] & NonNullable<LinkedPlay['asked']>,
): Promise<void> {
  const stream = subscriptionStream(subscriptionId);
  const licence = (await deps.licences.listByStreams([stream])).get(stream);
  if (!licence || userId === null) throw new Error(`${stream} has no licence of a customer`);
  const { plan, quantity, id: licenceId } = licence;
  const ended = classicRef('subscription', subscriptionId);
  const added = await deps.subscriptionChanges.add({
    ...{ publicId: intent, requestId: intent, userId, licenceId, stream, kind: 'keep', askedAt: at },
    wanted: {
      ...{ quantity, planId: plan.id, paddlePlanId: plan.paddlePlanId },
      keep: { payment, paidThrough: event.paidThrough, ended },
    },
    expiresAt: startOfDay(addDays(dayOf(at), 1)),
  });
  if (added !== 'added') throw new Error(`the intent of ${stream} was not stored: ${added}`);
}

/**
 * Delivers the first subscription's creation before the link, and the second subscription's alerts after it. The first
 * subscription's other alerts are divided at random between before and after. Without dice, they all come before the
 * link, and nothing is shuffled or repeated.
 */
async function play(shop: Shop, history: LinkedHistory, cast: Cast, dice: Dice | null): Promise<void> {
  const { first, second, link, asked, atPaddle } = history.play(cast);
  shop.desk.has(cast, atPaddle);
  const idOf = (index: number) => cast.subscriptionId * 100 + index;
  const [creation, ...others] = first.map((form, index) => ({ form, id: idOf(index) }));
  const later = second.map((form, index) => ({ form, id: idOf(first.length + index) }));
  const order = dice ? shuffled(others, dice) : others;
  // A customer can ask to keep a licence only once the portal knows that its subscription has ended.
  const isEarly = ({ form }: Sent, index: number) =>
    asked ? timeOf(form) < link.at.getTime() : index < (early ?? order.length);
  const early = dice ? dice.whole(0, order.length) : null;
  const before = order.filter(isEarly);
  const late = [...order.filter((one) => !before.includes(one)), ...later];
  if (creation) await shop.deliver(0, creation.id, creation.form);
  const calm = dice ?? seededDice(1);
  await deliverAll(shop, before, calm);
  const stream = subscriptionStream(cast.subscriptionId);
  if (asked) await storeIntent(shop, cast, { ...link, ...asked });
  else await recordEvent(shop.deps, { stream, source: 'system', event: link.event, at: link.at });
  await deliverAll(shop, dice ? shuffled(late, dice) : late, calm);
  // Paddle may send an alert again under another id. The portal must still treat it as the same alert.
  if (dice) for (const { form, id } of late.slice(0, 1)) await shop.deliver(0, id + 50, form);
}

async function storedOf(shop: Shop, cast: Cast): Promise<Record<string, unknown>> {
  const streams = [cast.subscriptionId, cast.otherSubscriptionId].map(subscriptionStream);
  return withoutCast(await readStored(shop.database.db, streams), cast) as Record<string, unknown>;
}

async function tryStored(
  shop: Shop,
  history: LinkedHistory,
  runs: number,
  dice: Dice,
  tally: Tally,
): Promise<void> {
  tally.history();
  const [clean, ...casts] = await shop.enrol(runs + 1);
  if (!clean) throw new RangeError('no customer is left for this history');
  const { first, second, link } = history.play(clean);
  const times = [...first, ...second].map(timeOf);
  shop.setNow(new Date(Math.max(...times, link.at.getTime()) + 4 * dayMs));
  await play(shop, history, clean, null);
  const unsettled = await shop.settled([subscriptionStream(clean.subscriptionId)]);
  const expected = await storedOf(shop, clean);
  const {
    [subscriptionStream(clean.subscriptionId)]: stored,
    [subscriptionStream(clean.otherSubscriptionId)]: other,
  } = await readStored(
    shop.database.db,
    [clean.subscriptionId, clean.otherSubscriptionId].map(subscriptionStream),
  );
  const isOne = stored?.keys.current === 1 && stored.keys.retired === 0 && isLeft(other?.head ?? null);
  tally.ran(
    unsettled ??
      (isOne ? null : `"${history.name}": not exactly one licence with one key, or more than one stream`),
  );
  for (const cast of casts) {
    await play(shop, history, cast, dice);
    const waiting = await shop.settled([subscriptionStream(cast.subscriptionId)]);
    const difference = waiting ?? firstDifference(expected, await storedOf(shop, cast));
    tally.ran(difference && `"${history.name}" in random order: ${difference}`);
  }
}

/** Returns whether a stream never began, or has lost its events to another one and has no owner. */
const isLeft = (head: object | null): boolean =>
  head === null || Object.values(head).every((value) => value === null);

export const linkedStored: Proof = {
  name: 'linked-stored',
  async run(size) {
    const shop = await openShop('linked', { portals: 2 });
    try {
      const tally = startTally();
      const dice = seededDice(20_260_121);
      for (const history of linkedHistories) await tryStored(shop, history, runsOf[size], dice, tally);
      const { findings, problems } = await reconcile(shop.deps, { since: new Date(0), dryRun: true });
      const [found] = [
        ...problems,
        ...findings.map(({ stream, kind, what }) => `${stream}: ${kind} ${what}`),
      ];
      tally.ran(found ? `reconciliation found ${found}` : null);
      const { differences } = await rebuild(shop.deps, { dryRun: true });
      const [first] = differences;
      tally.ran(first ? `rebuilt from the log, ${first.table} of ${first.stream}: ${first.what}` : null);
      return tally.result(['the link is recorded before the first alert of the second subscription arrives']);
    } finally {
      await shop.close();
    }
  },
};
