/**
 * Histories in which a licence moves from one of the buyer's subscriptions to another. They consist of the alerts of
 * both subscriptions and the link that the portal records.
 */
import type { Ending } from '#proofs/histories/history.ts';
import { type Cast, secondRef } from '#proofs/shop/cast.ts';
import {
  type AlertForm,
  day,
  type Life,
  type LifeOptions,
  type PaddleState,
  startLife,
} from '#proofs/shop/life.ts';
import { plans } from '#proofs/shop/plans.ts';
import type { LinkedSubscription } from '#server/features/billing/fold/internal-events.ts';
import { writePassthrough } from '#server/platform/paddle/passthrough.ts';
import type { KeepPayment } from '#shared/billing/keep.ts';
import type { CalendarDate } from '#shared/dates.ts';

/**
 * The alerts of each subscription in the order in which the events happened, and the link between the two
 * subscriptions.
 */
export interface LinkedPlay {
  /** Alerts of the first subscription. Some of them may be later than the link. */
  first: readonly AlertForm[];
  /** Alerts of the second subscription. Some of them may be earlier than the link. */
  second: readonly AlertForm[];
  link: { at: Date; event: LinkedSubscription };
  /**
   * How the customer asked for it, if the portal itself is to record the link when the second subscription's creation
   * arrives; null if the link is recorded in another way.
   */
  asked: { intent: string; payment: KeepPayment } | null;
  ending: Ending;
  atPaddle: readonly PaddleState[];
}

export interface LinkedHistory {
  name: string;
  play: (cast: Cast) => LinkedPlay;
}

interface Told {
  /** Plays the life of the first subscription, both before and after the link. */
  first: (life: Life) => unknown;
  /** Plays the life of the second subscription, starting with its creation. */
  second: (life: Life) => unknown;
  /** For a licence that the customer keeps, the time of the second subscription's creation. */
  linkedAt: string;
  /** When the second subscription is charged first, for a licence that the customer keeps. */
  asked?: KeepPayment;
  paidThrough: CalendarDate | null;
  ending: Ending;
  /** Plan and seats of each subscription when it is bought. Default to one seat of Monica monthly. */
  bought?: { first: Terms; second: Terms };
}

type Terms = Pick<LifeOptions, 'plan' | 'quantity'>;

/** The intent of a cast's customer, which is unique to the cast. */
const intentOf = ({ subscriptionId }: Cast): string => subscriptionId.toString(16).padStart(32, '0');

const linkedHistory = (name: string, told: Told): LinkedHistory => ({
  name,
  play(cast) {
    const first = startLife(cast, told.bought?.first);
    const asked = told.asked ? { intent: intentOf(cast), payment: told.asked } : null;
    const second = startLife(cast, {
      subscription: 'other',
      ...told.bought?.second,
      ...(asked && cast.userId !== null
        ? { passthrough: writePassthrough(cast.userId, { keep: asked.intent }) }
        : {}),
    });
    told.first(first);
    told.second(second);
    return {
      first: first.alerts,
      second: second.alerts,
      link: {
        at: new Date(told.linkedAt),
        event: {
          type: 'subscription_linked',
          by: 'system',
          ref: secondRef(cast),
          paidThrough: told.paidThrough,
        },
      },
      asked,
      ending: told.ending,
      atPaddle: [first.state, second.state],
    };
  },
});

const plan = plans.monicaMonthly;
const bought = (life: Life) => life.at('2026-01-12 09:14:00').created().paid();
const threeSeats: Terms = { plan: plans.officeLifeMonthly, quantity: 3 };
const boughtAndCancelled = (life: Life) =>
  bought(life).at('2026-01-20 10:00:00').cancelled(day('2026-02-12'));
/** The second subscription: it begins with the days that are paid already. */
const kept = (life: Life) => life.at('2026-01-21 08:00:00').created({ trialDays: 22 });
const keptAndRenewed = (life: Life) => kept(life).at('2026-02-12 06:00:00').paid();

/** The ending if the second subscription follows the first one without a gap and renews once. */
const renewedOnce = (receipts: number): Ending => ({
  status: 'active',
  licence: {
    ...{ plan, quantity: 1 },
    good: ['2026-01-12', '2026-02-12', '2026-02-13', '2026-03-12', '2026-03-19'],
    ended: ['2026-03-20'],
  },
  receipts,
});

export const linkedHistories: readonly LinkedHistory[] = [
  linkedHistory('cancelled, then kept: the second subscription begins with the paid days, and renews', {
    first: boughtAndCancelled,
    second: keptAndRenewed,
    linkedAt: '2026-01-21T08:00:05.120Z',
    paidThrough: day('2026-02-12'),
    ending: renewedOnce(2),
  }),
  linkedHistory('kept; the first subscription’s cancellation arrives after the link and ends nothing', {
    first: (life) => bought(life).at('2026-01-25 10:00:00').cancelled(day('2026-01-25')),
    second: (life) => life.at('2026-01-21 08:00:00').created().paid(),
    linkedAt: '2026-01-21T08:00:05Z',
    paidThrough: null,
    ending: {
      status: 'active',
      licence: {
        ...{ plan, quantity: 1 },
        good: ['2026-01-26', '2026-02-12', '2026-02-21', '2026-02-28'],
        ended: ['2026-03-01'],
      },
      receipts: 2,
    },
  }),
  linkedHistory(
    'kept; the first subscription is charged, fails and pauses after the link: only its payments count',
    {
      first: (life) =>
        bought(life)
          .at('2026-02-12 06:00:00')
          .paid()
          .at('2026-03-12 06:00:00')
          .failed({ attempt: 1, retryOn: day('2026-03-15') })
          .at('2026-03-20 06:00:00')
          .cancelled(day('2026-03-20')),
      second: (life) => life.at('2026-02-01 08:00:00').created().paid(),
      linkedAt: '2026-02-01T08:00:01Z',
      paidThrough: null,
      ending: {
        status: 'active',
        licence: {
          ...{ plan, quantity: 1 },
          good: ['2026-03-01', '2026-03-12', '2026-03-19'],
          ended: ['2026-03-20'],
        },
        receipts: 3,
      },
    },
  ),
  linkedHistory('kept; the payment for the current days is refunded, so they are lost', {
    first: (life) => boughtAndCancelled(life).at('2026-01-25 10:00:00').refunded(0, 'full'),
    second: kept,
    linkedAt: '2026-01-21T08:00:05Z',
    paidThrough: day('2026-02-12'),
    ending: {
      status: 'trialing',
      licence: { plan, quantity: 1, good: [], ended: ['2026-01-26', '2026-02-12'] },
      receipts: 1,
    },
  }),
  linkedHistory('ended, then bought again months later: the same licence works again', {
    first: boughtAndCancelled,
    second: (life) =>
      life.at('2026-05-01 08:00:00').created().paid().at('2026-05-10 08:00:00').cancelled(day('2026-06-01')),
    linkedAt: '2026-05-01T07:59:58Z',
    paidThrough: null,
    ending: {
      status: 'deleted',
      licence: {
        ...{ plan, quantity: 1 },
        good: ['2026-05-01', '2026-06-01'],
        ended: ['2026-06-02'],
      },
      receipts: 2,
    },
  }),
  linkedHistory('kept by a link of the portal: no charge before the paid days are over, then a renewal', {
    first: boughtAndCancelled,
    second: (life) =>
      kept(life)
        .paid({ through: day('2026-02-12'), gross: 0, status: 'trialing' })
        .at('2026-02-12 06:00:00')
        .paid(),
    linkedAt: '2026-01-21T08:00:00Z',
    asked: 'later',
    paidThrough: day('2026-02-12'),
    ending: renewedOnce(3),
  }),
  linkedHistory('kept by a link of the portal and cancelled again: the last paid day stays the same', {
    first: boughtAndCancelled,
    second: (life) => kept(life).at('2026-01-25 08:00:00').cancelled(day('2026-02-12')),
    linkedAt: '2026-01-21T08:00:00Z',
    asked: 'later',
    paidThrough: day('2026-02-12'),
    ending: {
      status: 'deleted',
      licence: { ...{ plan, quantity: 1 }, good: ['2026-01-26', '2026-02-12'], ended: ['2026-02-13'] },
      receipts: 1,
    },
  }),
  linkedHistory('kept by a link of the portal; the payment for the free days is refunded afterward', {
    first: (life) => boughtAndCancelled(life).at('2026-01-25 10:00:00').refunded(0, 'full'),
    second: kept,
    linkedAt: '2026-01-21T08:00:00Z',
    asked: 'later',
    paidThrough: day('2026-02-12'),
    ending: {
      status: 'trialing',
      licence: { plan, quantity: 1, good: [], ended: ['2026-01-26', '2026-02-12'] },
      receipts: 1,
    },
  }),
  linkedHistory('ended, then continued by a link of the portal months later, which is charged at once', {
    first: boughtAndCancelled,
    second: (life) => life.at('2026-05-01 08:00:00').created().paid().at('2026-06-01 06:00:00').paid(),
    linkedAt: '2026-05-01T08:00:00Z',
    asked: 'today',
    paidThrough: null,
    ending: {
      status: 'active',
      licence: {
        ...{ plan, quantity: 1 },
        good: ['2026-05-01', '2026-06-01', '2026-07-01', '2026-07-08'],
        ended: ['2026-07-09'],
      },
      receipts: 3,
    },
  }),
  linkedHistory('kept by a link of the portal and renewed, then more seats, charged at once', {
    bought: { first: threeSeats, second: threeSeats },
    first: boughtAndCancelled,
    second: (life) =>
      keptAndRenewed(life)
        .at('2026-02-20 10:00:00')
        .updated({ quantity: 5 })
        .paid({ through: day('2026-03-12'), gross: 571 }),
    linkedAt: '2026-01-21T08:00:00Z',
    asked: 'later',
    paidThrough: day('2026-02-12'),
    ending: {
      status: 'active',
      licence: {
        ...{ plan: plans.officeLifeMonthly, quantity: 5 },
        good: ['2026-01-26', '2026-02-12', '2026-03-12', '2026-03-19'],
        ended: ['2026-03-20'],
      },
      receipts: 3,
    },
  }),
  linkedHistory('kept by a link of the portal and renewed, then changed to a yearly plan', {
    first: boughtAndCancelled,
    second: (life) =>
      keptAndRenewed(life)
        .at('2026-02-20 10:00:00')
        .updated({ plan: plans.monicaYearly, nextBillOn: day('2027-02-20') })
        .paid({ through: day('2027-02-20'), gross: 8_379 }),
    linkedAt: '2026-01-21T08:00:00Z',
    asked: 'later',
    paidThrough: day('2026-02-12'),
    ending: {
      status: 'active',
      licence: {
        ...{ plan: plans.monicaYearly, quantity: 1 },
        good: ['2026-02-13', '2026-03-13', '2027-02-20', '2027-02-27'],
        ended: ['2027-02-28'],
      },
      receipts: 3,
    },
  }),
  linkedHistory('continued by a link of the portal after the end, then a pause that is withdrawn', {
    first: boughtAndCancelled,
    second: (life) =>
      life
        .at('2026-05-01 08:00:00')
        .created()
        .paid()
        .at('2026-05-10 08:00:00')
        .updated({ pausedFrom: day('2026-06-01'), pausedReason: 'voluntary' })
        .at('2026-05-20 08:00:00')
        .updated({ pausedFrom: null }),
    linkedAt: '2026-05-01T08:00:00Z',
    asked: 'today',
    paidThrough: null,
    ending: {
      status: 'active',
      licence: {
        ...{ plan, quantity: 1 },
        good: ['2026-05-01', '2026-06-01', '2026-06-08'],
        ended: ['2026-06-09'],
      },
      receipts: 2,
    },
  }),
  linkedHistory(
    'kept by a link of the portal; the payment for added seats is refunded, and the days stay paid',
    {
      bought: { first: threeSeats, second: { ...threeSeats, quantity: 5 } },
      first: (life) =>
        bought(life)
          .at('2026-01-15 10:00:00')
          .updated({ quantity: 5 })
          .paid({ through: day('2026-02-12'), gross: 723 })
          .at('2026-01-20 10:00:00')
          .cancelled(day('2026-02-12'))
          .at('2026-01-25 10:00:00')
          .refunded(1, 'full'),
      second: kept,
      linkedAt: '2026-01-21T08:00:00Z',
      asked: 'later',
      paidThrough: day('2026-02-12'),
      ending: {
        status: 'trialing',
        licence: {
          ...{ plan: plans.officeLifeMonthly, quantity: 5 },
          good: ['2026-01-26', '2026-02-12', '2026-02-19'],
          ended: ['2026-02-20'],
        },
        receipts: 2,
      },
    },
  ),
];
