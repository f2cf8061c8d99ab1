/**
 * Tests the deletion of accounts while a payment is in flight and while another buyer has the same user id at Paddle.
 * The order of the alerts is random.
 */
import { QueryTypes } from 'sequelize';
import type { Dice } from '#proofs/dice.ts';
import { firstDifference } from '#proofs/difference.ts';
import type { Tally } from '#proofs/proof.ts';
import type { Cast } from '#proofs/shop/cast.ts';
import { subscriptionStream } from '#proofs/shop/cast.ts';
import type { AlertForm } from '#proofs/shop/life.ts';
import { startLife } from '#proofs/shop/life.ts';
import type { Shop } from '#proofs/shop/open-shop.ts';
import { readStored } from '#proofs/shop/stored-state.ts';
import { eraseDataSubject } from '#server/features/privacy/erasure/erase-data-subject.ts';

/** An alert, and whether it is delivered before the account is deleted. */
interface Sent {
  form: AlertForm;
  id: number;
  isBefore: boolean;
}

const bought = (cast: Cast, options: Parameters<typeof startLife>[1] = {}) =>
  startLife(cast, options).at('2026-01-12 09:14:00').created().paid();

function shuffled<T>(items: readonly T[], dice: Dice): T[] {
  const left = [...items];
  return items.flatMap(() => left.splice(dice.whole(0, left.length - 1), 1));
}

/** Tries `runs` deletions and adds each result to the tally. */
export async function tryDeletions(shop: Shop, dice: Dice, runs: number, tally: Tally): Promise<void> {
  tally.history();
  shop.setNow(new Date('2026-01-13T09:14:00Z'));
  for (let run = 0; run < runs; run += 1) {
    const [gone, stranger] = await shop.enrol(2);
    if (!gone || !stranger || gone.userId === null)
      throw new RangeError('no customer is left for this history');
    tally.ran(await wrongAfter(shop, dice, gone, stranger));
  }
}

async function wrongAfter(shop: Shop, dice: Dice, gone: Cast, stranger: Cast): Promise<string | null> {
  const streams = [gone, stranger].map(({ subscriptionId }) => subscriptionStream(subscriptionId));
  const [theirs = '', strangers = ''] = streams;
  // Both have the same user id, so Paddle considers them the same buyer. The stranger's purchase has no passthrough,
  // because it wasn't made through one of the portal's pay links.
  const other = { ...stranger, paddleUserId: gone.paddleUserId };
  const lives = { gone: bought(gone), other: bought(other, { passthrough: '' }) };
  shop.desk.has(gone, [lives.gone.state]);
  shop.desk.has(other, [lives.other.state]);
  const sent: Sent[] = [
    ...lives.gone.alerts.map((form, index) => ({
      form,
      id: gone.subscriptionId * 100 + index,
      isBefore: false,
    })),
    ...lives.other.alerts.map((form, index) => ({
      ...{ form, id: stranger.subscriptionId * 100 + index },
      isBefore: dice.chance(0.5),
    })),
  ];
  const again = sent[dice.whole(0, sent.length - 1)];
  const order = shuffled([...sent, ...(again ? [{ ...again, isBefore: false }] : [])], dice);
  const deliver = async (some: readonly Sent[]) => {
    for (const { form, id } of some) await shop.deliver(dice.whole(0, shop.portals.length - 1), id, form);
  };
  await deliver(order.filter(({ isBefore }) => isBefore));
  const { status } = await eraseDataSubject(shop.deps, { accountId: gone.userId ?? 0, reason: 'asked' });
  if (status !== 'erased') return `the account is ${status}`;
  await deliver(order.filter(({ isBefore }) => !isBefore));
  const unsettled = await shop.settled(streams);
  if (unsettled !== null) return unsettled;
  const stored = await readStored(shop.database.db, streams);
  const told = await shop.database.db.query<{ id: number }>(
    'SELECT id FROM billing_events WHERE stream IN (:streams) AND payload LIKE :address',
    { type: QueryTypes.SELECT, replacements: { streams, address: `%${gone.email}%` } },
  );
  const summary = (stream: string) => ({
    owner: stored[stream]?.owner,
    receipts: stored[stream]?.receipts.length,
    flags: stored[stream]?.flags.map(({ kind }) => kind),
    keys: stored[stream]?.keys.current,
  });
  for (let look = 0; look < 200 && shop.desk.cancelled(gone.subscriptionId) === 0; look += 1)
    await new Promise((resolve) => setTimeout(resolve, 50));
  return firstDifference(
    {
      theirs: { owner: null, receipts: 1, flags: ['paid_after_deletion'], keys: 1 },
      strangers: { owner: stranger.email, receipts: 1, flags: [], keys: 1 },
      told: 0,
      isCancelled: [true, false],
    },
    {
      theirs: summary(theirs),
      strangers: summary(strangers),
      told: told.length,
      isCancelled: [gone, stranger].map((cast) => shop.desk.cancelled(cast.subscriptionId) > 0),
    },
  );
}
