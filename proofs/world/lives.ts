/** Generates random lives of customers as plain, readable data: what happens and when. */
import { type Dice, seededDice } from '#proofs/dice.ts';
import { day, second } from './instants.ts';

/**
 * The products that are on sale: the seeded plans, two plans with a trial, a one-off purchase, and a product that isn't
 * a plan.
 */
export const onSale = {
  monicaMonthly: 24_749,
  monicaYearly: 24_750,
  officeLifeMonthly: 24_751,
  officeLifeYearly: 24_752,
  monicaTrial: 24_753,
  officeLifeTrial: 24_754,
  monicaOnce: 24_755,
  stickers: 24_756,
} as const;

export type Act =
  | { type: 'swap'; planId: number; billImmediately: boolean }
  | { type: 'seats'; quantity: number; billImmediately: boolean }
  | { type: 'the card fails'; attempts: number }
  | { type: 'a new card' }
  | { type: 'pause' | 'resume' | 'cancel' | 'dispute' | 'close the dispute' | 'join the audience' }
  | { type: 'refund'; kind: 'full' | 'partial' | 'vat' }
  | { type: 'suspected fraud' }
  | { type: 'fraud decided'; verdict: 'accepted' | 'rejected' }
  | { type: 'new address'; email: string };

export interface PlannedAct {
  at: Date;
  act: Act;
}

export interface PlannedPurchase {
  at: Date;
  planId: number;
  quantity: number;
  /**
   * `ours`: bought through one of the portal's pay links. `none`: sold by the old PHP portal, or bought through a link
   * without a passthrough.
   */
  passthrough: 'ours' | 'none';
  card: 'works' | 'fails_later';
  acts: PlannedAct[];
}

export interface PlannedLife {
  n: number;
  email: string;
  /**
   * If false, the buyer has no account at first. The purchases have no owner until the buyer signs up with this address
   * and verifies it.
   */
  hasAccount: boolean;
  purchases: PlannedPurchase[];
  once: { at: Date; planId: number }[];
}

export interface LivesOptions {
  customers: number;
  from: Date;
  days: number;
  seed: number;
}

const isOfficeLife = (planId: number): boolean =>
  planId === onSale.officeLifeMonthly ||
  planId === onSale.officeLifeYearly ||
  planId === onSale.officeLifeTrial;

const otherPlan = (planId: number, dice: Dice): number => {
  const all = isOfficeLife(planId)
    ? ([onSale.officeLifeMonthly, onSale.officeLifeYearly] as const)
    : ([onSale.monicaMonthly, onSale.monicaYearly] as const);
  const others = all.filter((other) => other !== planId);
  return others[dice.whole(0, others.length - 1)] ?? all[0];
};

function actsOf(planId: number, dice: Dice, from: number, until: number, email: string): PlannedAct[] {
  const acts: PlannedAct[] = [];
  const sometime = () => Math.floor(dice.between(from + day, until) / second) * second;
  const add = (at: number, act: Act) => {
    if (at < until) acts.push({ at: new Date(at), act });
    return at;
  };
  if (isOfficeLife(planId)) {
    for (let times = dice.whole(0, 4); times > 0; times -= 1) {
      add(sometime(), { type: 'seats', quantity: dice.whole(1, 60), billImmediately: dice.chance(0.5) });
    }
  }
  if (dice.chance(0.2))
    add(sometime(), { type: 'swap', planId: otherPlan(planId, dice), billImmediately: true });
  if (dice.chance(0.2)) add(sometime(), { type: 'the card fails', attempts: dice.whole(1, 3) });
  if (dice.chance(0.06)) {
    const at = add(sometime(), { type: 'the card fails', attempts: 5 });
    const mended = add(at + dice.between(20, 90) * day, { type: 'a new card' });
    add(mended + dice.between(0.1, 3) * day, { type: 'resume' });
  }
  if (dice.chance(0.1)) {
    const at = add(sometime(), { type: 'pause' });
    add(at + dice.between(2, 90) * day, { type: 'resume' });
  }
  if (dice.chance(0.08)) {
    const at = add(sometime(), { type: 'refund', kind: 'full' });
    if (dice.chance(0.7)) add(at + dice.between(0.01, 4) * day, { type: 'cancel' });
  }
  if (dice.chance(0.06)) add(sometime(), { type: 'refund', kind: dice.pick(['partial', 'vat']) });
  if (dice.chance(0.04)) {
    const at = add(sometime(), { type: 'dispute' });
    if (dice.chance(0.6)) add(at + dice.between(3, 60) * day, { type: 'close the dispute' });
  }
  if (dice.chance(0.04)) {
    const at = add(sometime(), { type: 'suspected fraud' });
    add(at + dice.between(0.1, 3) * day, {
      type: 'fraud decided',
      verdict: dice.pick(['accepted', 'rejected']),
    });
  }
  if (dice.chance(0.05)) add(sometime(), { type: 'new address', email: `new-${email}` });
  if (dice.chance(0.05)) add(sometime(), { type: 'join the audience' });
  if (dice.chance(0.2)) add(sometime(), { type: 'cancel' });
  return acts.sort((a, b) => a.at.getTime() - b.at.getTime());
}

function liveOnce(n: number, options: LivesOptions, dice: Dice): PlannedLife {
  const begins = options.from.getTime();
  const ends = begins + options.days * day;
  const email = `customer-${n}@example.com`;
  const isMigrated = dice.chance(0.1);

  function purchase(from: number, planId: number, passthrough: 'ours' | 'none'): PlannedPurchase {
    const at = Math.floor(from / second) * second;
    return {
      at: new Date(at),
      planId,
      quantity: isOfficeLife(planId) ? dice.whole(1, 40) : 1,
      passthrough,
      card: dice.chance(0.03) ? 'fails_later' : 'works',
      acts: actsOf(planId, dice, at, ends, email),
    };
  }
  // Picks a plan. Yearly plans are more likely than monthly ones, as in reality.
  const anyPlan = () =>
    dice.pick([
      onSale.monicaMonthly,
      onSale.monicaYearly,
      onSale.monicaYearly,
      onSale.monicaYearly,
      onSale.officeLifeMonthly,
      onSale.officeLifeYearly,
      onSale.officeLifeYearly,
      onSale.officeLifeYearly,
      onSale.monicaTrial,
      onSale.officeLifeTrial,
    ]);
  // Half of the customers join within the first 30 days. The others join at any time within the first 80% of the
  // period.
  const joins = begins + (dice.chance(0.5) ? dice.between(0, 30) : dice.between(0, options.days * 0.8)) * day;
  const purchases = [purchase(joins, anyPlan(), isMigrated ? 'none' : 'ours')];
  if (dice.chance(0.1)) {
    purchases.push(
      purchase(dice.between(joins + day, ends - day), anyPlan(), dice.chance(0.8) ? 'ours' : 'none'),
    );
  }
  const once = dice.chance(0.08)
    ? [
        {
          at: new Date(dice.between(joins, ends - day)),
          planId: dice.pick([onSale.monicaOnce, onSale.stickers]),
        },
      ]
    : [];
  return { n, email, hasAccount: !isMigrated || dice.chance(0.8), purchases, once };
}

/** Plans the lives of all customers. The same options, including the seed, always give the same lives. */
export function planLives(options: LivesOptions): PlannedLife[] {
  return Array.from({ length: options.customers }, (_, n) =>
    liveOnce(n, options, seededDice(options.seed * 1_000_003 + n)),
  );
}
