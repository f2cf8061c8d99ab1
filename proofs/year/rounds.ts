/** Sends the instances' pings throughout the year. Checks every response against the truth at Paddle. */

import type { Pinger } from '#proofs/world/pinger.ts';
import { trialOf, type World } from '#proofs/world/world.ts';
import { addDays, type CalendarDate, dayOf } from '#shared/dates.ts';
import type { TrueSubscription, Truth } from '#twin/state/truth.ts';
import { type TrueLicence, trueLicence } from './true-licence.ts';

export const graceDays = 7;

export interface PingCounts {
  asked: number;
  good: number;
  /** Number of pings that were rightly refused, because nothing was paid and grace was over. */
  refused: number;
  /** Number of pings answered with a 503 because the database was down. */
  unanswered: number;
  /**
   * Number of pings that were refused although the customer had paid again after the licence ended. Neither an alert
   * nor reconciliation had reported that payment yet.
   */
  notYetKnown: number;
  /**
   * Number of pings that found the licence good although it had ended at Paddle. Neither an alert nor reconciliation
   * had reported the end yet.
   */
  notYetEnded: number;
}

const streamOf = ({ id }: TrueSubscription): string => `subscription:${id}`;

/**
 * The plan that each subscription was first bought on, keyed by subscription id. It determines the length of the trial.
 */
export type BoughtOn = ReadonlyMap<number, number>;

const licenceOf = (subscription: TrueSubscription, boughtOn: BoughtOn): TrueLicence => {
  const trialDays = trialOf(boughtOn.get(subscription.id) ?? subscription.planId);
  return trueLicence(subscription, { trialDays, graceDays });
};

const isGoodOn = (subscription: TrueSubscription, on: CalendarDate, boughtOn: BoughtOn): boolean =>
  on <= licenceOf(subscription, boughtOn).worksThrough;

/** Returns a string with everything about a subscription that can change its licence, for comparison. */
const standing = (subscription: TrueSubscription): string =>
  JSON.stringify([
    subscription.status,
    subscription.planId,
    subscription.quantity,
    subscription.paidThrough,
    subscription.cancelledOn,
    subscription.pausedFrom,
    subscription.payments.map(({ refunded }) => refunded),
  ]);

export interface Rounds {
  /** Sends the pings that are due now, and checks the responses. */
  ask(): Promise<void>;
  /**
   * Sends a ping for every subscription. Called once the portal must know everything, so every response must be
   * correct.
   */
  askAll(): Promise<void>;
  /** Records the truth at the time of a successful reconciliation. From then on, the portal must know it. */
  agree(truth: Truth): void;
  counts(): PingCounts;
  /** Returns the number of wrong responses and a description of the first one; null if there is none. */
  problems(): { count: number; first: string | null };
}

export function createRounds(options: {
  world: World;
  pinger: Pinger;
  readKeys: () => Promise<ReadonlyMap<string, string>>;
  boughtOn: BoughtOn;
  /** Returns the days on which an act is planned for a subscription. */
  plannedOn: (subscriptionId: number) => ReadonlySet<CalendarDate>;
}): Rounds {
  const { world, pinger, readKeys, boughtOn, plannedOn } = options;
  const counts: PingCounts = {
    asked: 0,
    good: 0,
    refused: 0,
    unanswered: 0,
    notYetKnown: 0,
    notYetEnded: 0,
  };
  let agreed = new Map<number, TrueSubscription>();
  /** For each subscription, its state and licence when last checked, and the day on which they last changed. */
  const known = new Map<number, { standing: string; licence: TrueLicence; changedOn: CalendarDate }>();
  let problemCount = 0;
  let firstProblem: string | null = null;

  function complain(text: string): void {
    problemCount += 1;
    firstProblem ??= text;
  }

  /**
   * Checks whether a ping is due. It is due once a week, on the day of each change, and on the days before and after
   * each change.
   */
  function isDue(subscription: TrueSubscription, today: CalendarDate): boolean {
    const now = standing(subscription);
    const before = known.get(subscription.id);
    const isAsBefore = before?.standing === now;
    const licence = isAsBefore ? before.licence : licenceOf(subscription, boughtOn);
    const changedOn = isAsBefore ? before.changedOn : today;
    known.set(subscription.id, { standing: now, licence, changedOn });
    const [yesterday, tomorrow] = [addDays(today, -1), addDays(today, 1)];
    if (changedOn >= yesterday) return true;
    const { validUntil, worksThrough } = licence;
    // Weekly pings stop 90 days after the licence of a cancelled subscription has ended.
    const isOver = subscription.status === 'deleted' && addDays(worksThrough, 90) < today;
    if (!isOver && new Date(`${today}T00:00:00Z`).getUTCDay() === subscription.id % 7) return true;
    const planned = plannedOn(subscription.id);
    const turning = [subscription.nextBillDate, validUntil, worksThrough, addDays(worksThrough, 1)];
    return [yesterday, today, tomorrow].some((date) => turning.includes(date) || planned.has(date));
  }

  async function put(
    subscriptions: readonly TrueSubscription[],
    isFinal: boolean,
    today: CalendarDate,
  ): Promise<void> {
    const keys = await readKeys();
    const asked = subscriptions.flatMap((subscription) => {
      const key = keys.get(streamOf(subscription));
      return key === undefined ? [] : [{ subscription, key }];
    });
    const wasCut = world.isDatabaseCut();
    const answers = await pinger.ask(
      world.portal().url,
      asked.map(({ key }) => key),
    );
    for (const [index, { subscription }] of asked.entries()) {
      const answer = answers[index] ?? { status: null, nextCheckAt: null };
      const isGood = isGoodOn(subscription, today, boughtOn);
      const then = agreed.get(subscription.id);
      const mustKnow = isFinal || (then !== undefined && isGoodOn(then, today, boughtOn));
      const about = () =>
        `subscription ${subscription.id} on ${today} was answered ${answer.status} ${answer.nextCheckAt ?? ''}; Paddle says ${standing(subscription)}, and said ${then ? standing(then) : 'nothing'} when last asked`;
      counts.asked += 1;
      if (answer.status === 200) {
        counts.good += 1;
        if (!isGood) counts.notYetEnded += 1;
        if (isFinal && !isGood) complain(`good although it has ended: ${about()}`);
        if (answer.nextCheckAt === null || answer.nextCheckAt <= today)
          complain(`next check too early: ${about()}`);
      } else if (wasCut) {
        counts.unanswered += 1;
        if (answer.status !== 503)
          complain(`not answered with 503 although the database is down: ${about()}`);
      } else if (answer.status !== 410) {
        complain(`unexpected status for a licence: ${about()}`);
      } else if (!isGood) {
        counts.refused += 1;
      } else if (mustKnow) {
        complain(`refused although it is paid: ${about()}`);
      } else {
        counts.notYetKnown += 1;
      }
    }
  }

  return {
    async ask() {
      const truth = world.twin.truth();
      const today = dayOf(truth.now);
      await put(
        truth.subscriptions.filter((subscription) => isDue(subscription, today)),
        false,
        today,
      );
    },
    async askAll() {
      const truth = world.twin.truth();
      await put(truth.subscriptions, true, dayOf(truth.now));
    },
    agree(truth) {
      agreed = new Map(truth.subscriptions.map((subscription) => [subscription.id, subscription]));
    },
    counts: () => ({ ...counts }),
    problems: () => ({ count: problemCount, first: firstProblem }),
  };
}
