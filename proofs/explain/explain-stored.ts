/**
 * Proves that the timeline of a licence is complete: replaying it must produce the same state as the rows in the
 * database.
 */

import { type Dice, seededDice } from '#proofs/dice.ts';
import { firstDifference } from '#proofs/difference.ts';
import { factsOf, type Moment, randomLife } from '#proofs/histories/random-life.ts';
import { type Proof, type Size, startTally } from '#proofs/proof.ts';
import { openShop, type Shop } from '#proofs/shop/open-shop.ts';
import { explainLicence } from '#server/features/billing/explain-licence.ts';
import { replayTimeline } from '#server/features/billing/fold/timeline.ts';
import { recordEvent } from '#server/features/billing/projections/record-event.ts';

const livesOf = { sample: 12, full: 400 } as const satisfies Record<Size, number>;
/** Number of lives that are played at the same time. */
const together = 8;
const firstSeed = 500_001;

function shuffle<T>(items: readonly T[], dice: Dice): T[] {
  const left = [...items];
  return items.flatMap(() => left.splice(dice.whole(0, left.length - 1), 1));
}

/**
 * Delivers each moment in the way it really arrives: alerts through Paddle's endpoint, and other events as the
 * use-cases record them.
 */
async function live(shop: Shop, moments: readonly Moment[], firstId: number): Promise<void> {
  for (const [index, moment] of moments.entries()) {
    if (moment.what === 'alert') await shop.deliver(0, firstId + index, moment.form);
    else {
      const { stream, at, event } = moment;
      const source = event.by === 'reconciliation' ? 'reconciliation' : 'administrator';
      await recordEvent(shop.deps, { stream, source, event, at });
    }
  }
}

/** Reads the stored rows and converts them to the format of a replayed timeline. */
async function storedOf(shop: Shop, stream: string): Promise<unknown> {
  const { subscriptions, licences, receipts } = shop.deps;
  const licence = (await licences.listByStreams([stream])).get(stream);
  const {
    stream: _name,
    userId: _owner,
    ...subscription
  } = (await subscriptions.listByStreams([stream])).get(stream) ?? {};
  const { id: _id, userId: _whose, stream: _about, plan, ...entitlement } = licence ?? {};
  return {
    subscription: 'status' in subscription ? subscription : null,
    entitlement: plan ? { ...entitlement, paddlePlanId: plan.paddlePlanId } : null,
    receipts: (await receipts.listByStreams([stream])).map(
      ({ stream: _stream, userId: _user, planId: _plan, ...receipt }) => receipt,
    ),
  };
}

/** Replays the timeline. The rows refer to the portal's own plan IDs, so those of Paddle are converted. */
async function toldOf(shop: Shop, stream: string): Promise<unknown> {
  const { entries } = await explainLicence(shop.deps, stream);
  const { subscription, entitlement, receipts } = replayTimeline(entries);
  const ids = new Map((await shop.deps.plans.list()).map(({ id, paddlePlanId }) => [paddlePlanId, id]));
  return {
    subscription,
    entitlement,
    receipts: receipts.map(({ paddlePlanId: _plan, part, ...receipt }) => ({
      ...receipt,
      part:
        part?.kind === 'plan'
          ? { kind: part.kind, fromPlanId: ids.get(part.fromPaddlePlanId) ?? null, days: part.days }
          : part,
    })),
  };
}

async function tryLife(shop: Shop, seed: number): Promise<{ wrong: (string | null)[] }> {
  const [cast] = await shop.enrol(1);
  if (!cast) throw new Error('no customer was created');
  const dice = seededDice(seed);
  const moments = randomLife(cast, dice);
  await live(shop, shuffle(moments, dice), cast.subscriptionId * 100);
  const streams = [...factsOf(moments).keys()];
  const waiting = await shop.settled(streams, { mayWait: true });
  const wrong: (string | null)[] = waiting ? [`life ${seed}: ${waiting}`] : [];
  for (const stream of streams) {
    const difference = firstDifference(await storedOf(shop, stream), await toldOf(shop, stream));
    wrong.push(difference && `life ${seed}, ${stream}, timeline: ${difference}`);
  }
  return { wrong };
}

export const explainStored: Proof = {
  name: 'explain-stored',
  async run(size) {
    const shop = await openShop('explain', { portals: 1 });
    try {
      shop.setNow(new Date('2027-06-01T00:00:00Z'));
      const tally = startTally();
      const seeds = Array.from({ length: livesOf[size] }, (_, index) => firstSeed + index);
      while (seeds.length > 0) {
        const tried = seeds.splice(0, together).map((seed) => tryLife(shop, seed));
        for (const { wrong } of await Promise.all(tried)) {
          tally.history();
          for (const each of wrong) tally.ran(each);
        }
      }
      return tally.result([
        'histories of alerts, decisions and findings, sent through their endpoints in random order',
      ]);
    } finally {
      await shop.close();
    }
  },
};
