/** Generates the different kinds of subscriptions that the prepared history consists of. */
import type { Chance } from './chance.ts';
import { type Deed, historyDays, type Life, type Moment } from './history.ts';

export interface Wish {
  product: 'Monica' | 'OfficeLife';
  isYearly: boolean;
  seats: number;
}

/** Returns a random minute of the day (UTC) at which people in Europe and America are awake. */
const minuteOf = (chance: Chance): number => chance.between(6 * 60, 22 * 60);

/**
 * Returns a moment `days` days and `minutes` minutes later. The minutes never go past the end of that day, and the days
 * never go past yesterday, where the history ends.
 */
const soonAfter = ([day, minute]: Moment, days: number, minutes = 7): Moment => [
  Math.min(-1, day + days),
  Math.min(24 * 60 - 1, minute + minutes),
];

function planOf({ product, isYearly }: Wish): Life['plan'] {
  if (product === 'Monica') return isYearly ? 'monicaYearly' : 'monicaMonthly';
  return isYearly ? 'officeLifeYearly' : 'officeLifeMonthly';
}

const seatsOf = ({ product, seats }: Wish) => (product === 'OfficeLife' && seats > 1 ? { seats } : {});

/** Returns a random day within the past year. Recent days are more likely, because the shop is growing. */
const yearlyBirth = (chance: Chance): number => -2 - Math.floor(360 * chance.next() ** 1.4);

/**
 * Generates an active subscription. A yearly one is at a random point of its term; a monthly one is up to a year old.
 */
function running(chance: Chance, wish: Wish): Life {
  const minute = minuteOf(chance);
  const base = { plan: planOf(wish), ...seatsOf(wish) };
  if (!wish.isYearly) {
    const months = Math.floor(12.9 * chance.next() ** 1.5);
    return { ...base, billed: [-chance.between(1, 27), minute], ...(months > 0 ? { months } : {}) };
  }
  // About one in eight yearly subscriptions is old enough to have been renewed.
  if (chance.next() < 0.12) return { ...base, billed: [-chance.between(2, 28), minute], months: 12 };
  return { ...base, billed: [yearlyBirth(chance), minute] };
}

const withDeeds = (life: Life, ...deeds: Deed[]): Life => ({ ...life, deeds });

/**
 * Generates a monthly subscription that was `months` months old on its last billing date. It is younger if the history
 * doesn't go back that far.
 */
function monthly(chance: Chance, wish: Wish, billed: Moment, months = chance.between(3, 8)): Life {
  const reach = Math.floor((historyDays - 5 + billed[0]) / 31);
  return {
    plan: planOf({ ...wish, isYearly: false }),
    ...seatsOf(wish),
    billed,
    months: Math.min(months, reach),
  };
}

/**
 * One function per kind of subscription, each of which generates a subscription of that kind. `wish` determines the
 * properties that the kind doesn't.
 */
export const kinds = {
  running,

  recovered(chance: Chance, wish: Wish): Life {
    const life = monthly(chance, wish, [-chance.between(8, 26), minuteOf(chance)]);
    const failing = -31 * chance.between(1, Math.max(1, (life.months ?? 3) - 1)) + life.billed[0] - 6;
    return withDeeds(life, { at: [failing, 300], do: 'failures', attempts: chance.pick([1, 1, 2]) });
  },

  /** The card expired. The customer replaced it after the e-mail about the failed payment. */
  newCard(chance: Chance, wish: Wish): Life {
    const life = monthly(chance, wish, [-chance.between(9, 25), minuteOf(chance)]);
    const [day] = life.billed;
    return withDeeds(
      life,
      { at: [day - 8, 300], do: 'card', works: false },
      { at: [Math.min(-1, day + 2), 700], do: 'card', works: true },
    );
  },

  growing(chance: Chance, wish: Wish): Life {
    const seats = Math.max(4, wish.seats);
    const company: Wish = { ...wish, product: 'OfficeLife', seats };
    const life = company.isYearly
      ? { plan: planOf(company), seats, billed: [-chance.between(90, 340), minuteOf(chance)] as Moment }
      : monthly(chance, company, [-chance.between(2, 26), minuteOf(chance)]);
    const age = 28 * (life.months ?? 0) - life.billed[0];
    const more = seats + Math.max(1, Math.round(seats * 0.3));
    const later = Math.max(1, more + chance.pick([-3, -1, 2, 5]));
    return withDeeds(
      life,
      { at: [-Math.floor(age * 0.6), 900], do: 'seats', seats: more },
      ...(chance.next() < 0.5
        ? [{ at: [-Math.floor(age * 0.2), 840] as Moment, do: 'seats' as const, seats: later }]
        : []),
    );
  },

  /** Billed monthly at first, then switched to yearly billing. */
  settledDown(chance: Chance, wish: Wish): Life {
    const life = monthly(chance, wish, [-chance.between(12, 26), minuteOf(chance)], 6);
    const plan = planOf({ ...wish, isYearly: true });
    return withDeeds(life, { at: [-chance.between(30, 120), 660], do: 'plan', plan });
  },

  tryingOut: (chance: Chance, wish: Wish): Life => ({
    plan: 'officeLifeTrial',
    ...seatsOf({ ...wish, product: 'OfficeLife' }),
    billed: [-chance.between(1, 11), minuteOf(chance)],
  }),

  triedOut: (chance: Chance, wish: Wish): Life => ({
    plan: 'officeLifeTrial',
    ...seatsOf({ ...wish, product: 'OfficeLife' }),
    billed: [-chance.between(60, 200), minuteOf(chance)],
  }),

  notForThem(chance: Chance, wish: Wish): Life {
    const life = kinds.triedOut(chance, wish);
    return withDeeds(life, { at: soonAfter(life.billed, chance.between(4, 12)), do: 'cancel' });
  },

  /** The card failed a few days ago. The licence still works in its grace period, and Paddle is retrying. */
  pastDue(chance: Chance, wish: Wish): Life {
    const day = -chance.pick([1, 2, 4, 5, 6]);
    const life = monthly(chance, wish, [day, minuteOf(chance)]);
    return withDeeds(life, { at: [day - 8, 300], do: 'card', works: false });
  },

  /** The card failed and the grace period is over, but Paddle will try one more time. */
  lapsed(chance: Chance, wish: Wish): Life {
    const life = monthly(chance, wish, [-chance.between(11, 14), minuteOf(chance)]);
    return withDeeds(life, { at: [life.billed[0] - 8, 300], do: 'card', works: false });
  },

  /** Every attempt to charge the card failed, including the last one. */
  gaveUp(chance: Chance, wish: Wish): Life {
    const life = monthly(chance, wish, [-chance.between(19, 60), minuteOf(chance)]);
    return withDeeds(life, { at: [life.billed[0] - 8, 300], do: 'card', works: false });
  },

  paused(chance: Chance, wish: Wish): Life {
    const life = monthly(chance, wish, [-chance.between(5, 22), minuteOf(chance)]);
    return withDeeds(life, { at: [life.billed[0] - 5, 800], do: 'pause' });
  },

  /** Paused for several weeks, then resumed. */
  cameBack(chance: Chance, wish: Wish): Life {
    const life = monthly(chance, wish, [-20, minuteOf(chance)], 7);
    return withDeeds(
      life,
      { at: [-115, 800], do: 'pause' },
      { at: [-chance.between(33, 62), 615], do: 'resume' },
    );
  },

  /** Cancelled, but the licence works until the end of the year that has been paid. */
  leaving(chance: Chance, wish: Wish): Life {
    const day = -chance.between(60, 320);
    const life: Life = {
      plan: planOf({ ...wish, isYearly: true }),
      ...seatsOf(wish),
      billed: [day, minuteOf(chance)],
    };
    return withDeeds(life, { at: [-chance.between(2, -day - 20), 1_000], do: 'cancel' });
  },

  gone(chance: Chance, wish: Wish): Life {
    const life = monthly(chance, wish, [-chance.between(33, 200), minuteOf(chance)]);
    return withDeeds(life, { at: soonAfter(life.billed, chance.between(1, 20)), do: 'cancel' });
  },

  moneyBack(chance: Chance, wish: Wish): Life {
    const life: Life = {
      ...running(chance, { ...wish, isYearly: true }),
      billed: [-chance.between(25, 250), 700],
    };
    const at = soonAfter(life.billed, chance.between(2, 13));
    const { months: _, ...young } = life;
    return withDeeds(young, { at, do: 'refund', kind: 'full' }, { at: soonAfter(at, 0, 2), do: 'cancel' });
  },

  partlyBack(chance: Chance, wish: Wish): Life {
    const life = running(chance, { ...wish, isYearly: true });
    return withDeeds(life, {
      at: soonAfter(life.billed, 1),
      do: 'refund',
      kind: 'partial',
      percent: chance.pick([20, 30, 50]),
    });
  },

  /** A company that gave its VAT number only after paying, so the VAT was refunded. */
  vatBack(chance: Chance, wish: Wish): Life {
    const life = running(chance, { ...wish, product: 'OfficeLife', isYearly: true });
    return withDeeds(life, { at: soonAfter(life.billed, 1, 90), do: 'refund', kind: 'vat' });
  },

  disputed(chance: Chance, wish: Wish): Life {
    const life = monthly(chance, wish, [-chance.between(3, 20), minuteOf(chance)]);
    return withDeeds(life, { at: soonAfter(life.billed, 1), do: 'dispute' });
  },

  disputedOnce(chance: Chance, wish: Wish): Life {
    const life = monthly(chance, wish, [-25, minuteOf(chance)]);
    return withDeeds(life, { at: [-80, 500], do: 'dispute' }, { at: [-44, 520], do: 'dispute over' });
  },

  suspected(chance: Chance, wish: Wish): Life {
    const life: Life = { ...running(chance, wish), billed: [-chance.between(3, 24), minuteOf(chance)] };
    return withDeeds(life, { at: soonAfter(life.billed, 0, 1), do: 'suspicion', verdict: 'accepted' });
  },

  /** Bought through a newsletter link that doesn't identify the customer. */
  byAddress: (chance: Chance, wish: Wish): Life => ({ ...running(chance, wish), byAddress: true }),
} satisfies Record<string, (chance: Chance, wish: Wish) => Life>;
