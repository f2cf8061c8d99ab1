/**
 * Tests convergence: every order of every history must lead to the same state as delivery in order. So must every order
 * with one alert delivered twice, or with one alert lost and recovered afterwards. No promise (see `oracles.ts`) may be
 * broken along the way.
 */

import { firstDifference } from '#proofs/difference.ts';
import { histories } from '#proofs/histories/histories.ts';
import type { History, Played } from '#proofs/histories/history.ts';
import { ownershipHistories } from '#proofs/histories/ownership-histories.ts';
import { brokenPromise, oracleCount } from '#proofs/oracles/oracles.ts';
import { eachOrder } from '#proofs/permutations.ts';
import { type Proof, startTally, type Tally } from '#proofs/proof.ts';
import { castOf } from '#proofs/shop/cast.ts';
import { plans } from '#proofs/shop/plans.ts';
import { delivered, remembered, understood } from '#proofs/shop/received-alerts.ts';
import { foldStream } from '#server/features/billing/fold/fold-stream.ts';
import type { Projection, TimedEvent } from '#server/features/billing/fold/projection.ts';
import type { Alert } from '#server/platform/paddle/port.ts';
import { wrongEnding } from './endings.ts';

const frequencies = new Map<number, 'Monthly' | 'Annual'>(
  Object.values(plans).map((plan) => [plan.id, plan.months === 1 ? 'Monthly' : 'Annual']),
);
export const foldContext = { frequencyOf: (planId: number) => frequencies.get(planId) ?? null };

/**
 * The same alert in every form in which it can arrive: for the first time, again with the same id, again with another
 * id, or from Paddle's history.
 */
interface Variants {
  first: Alert;
  sameId: Alert;
  anotherId: Alert;
  fromHistory: Alert;
}

/**
 * Deduplicates as the event log does: it rejects an alert if an alert with the same id or the same content is already
 * stored.
 */
function startInbox() {
  const ids = new Set<string | null>();
  const digests = new Set<string>();
  return {
    take({ alertId, digest }: Alert): boolean {
      const content = digest.toString('hex');
      if ((alertId !== null && ids.has(alertId)) || digests.has(content)) return false;
      ids.add(alertId);
      digests.add(content);
      return true;
    },
  };
}

interface Told {
  name: string;
  index: number;
  stream: string;
  dated: TimedEvent;
  variants: Variants;
}

function toldOf({ alerts }: Played): Told[] {
  return alerts.map((form, index) => {
    const first = delivered(form, index + 1);
    const { stream, facts } = understood(first);
    const [fact] = facts;
    if (!fact || !first.occurredAt) throw new Error(`${first.name} has no event time`);
    const dated = { occurredAt: first.occurredAt, fact };
    const variants = {
      first,
      sameId: delivered(form, index + 1),
      anotherId: delivered(form, index + 1_001),
      fromHistory: remembered(form, index + 1),
    };
    return { name: form.alert_name ?? '', index, stream, dated, variants };
  });
}

/**
 * Caches the state after each sequence of alerts. The state depends only on that sequence, so each one needs to be
 * folded only once.
 */
function startStates(history: History, told: readonly Told[], fold: Fold) {
  const streams = [...new Set(told.map(({ stream }) => stream))];
  const bySequence = new Map<string, string | null>();
  const bySet = new Map<number, { states: Record<string, Projection>; broken: string | null }>();

  const factsOf = (stream: string, log: readonly number[]): TimedEvent[] =>
    log.flatMap((index) => {
      const each = told[index];
      return each && each.stream === stream ? [each.dated] : [];
    });
  const foldAll = (log: readonly number[]): Record<string, Projection> =>
    Object.fromEntries(streams.map((stream) => [stream, fold(stream, factsOf(stream, log), foldContext)]));
  const everything = told.map(({ index }) => index);

  function brokenAfter(log: readonly number[], states: Record<string, Projection>): string | null {
    for (const [stream, projection] of Object.entries(states)) {
      const broken = brokenPromise({
        facts: factsOf(stream, log),
        all: factsOf(stream, everything),
        projection,
        fold: (facts) => fold(stream, facts, foldContext),
      });
      if (broken) return `${stream}: ${broken}`;
    }
    return null;
  }

  /**
   * Folds these alerts in chronological order and checks the promises. The result is cached per set of alerts,
   * regardless of their order.
   */
  function ofSet(log: readonly number[]) {
    const set = log.reduce((bits, index) => bits | (1 << index), 0);
    const known = bySet.get(set);
    if (known) return known;
    const ordered = [...log].sort((a, b) => a - b);
    const states = foldAll(ordered);
    const result = { states, broken: brokenAfter(ordered, states) };
    bySet.set(set, result);
    return result;
  }

  return {
    clean: foldAll(everything),
    /**
     * Describes what is wrong after the alerts have arrived in this order; null if the state is the same as in
     * chronological order.
     */
    wrongAfter(log: readonly number[]): string | null {
      const sequence = log.join();
      const known = bySequence.get(sequence);
      if (known !== undefined) return known;
      const { states, broken } = ofSet(log);
      const difference = broken ?? firstDifference(states, foldAll(log));
      const wrong =
        difference &&
        `"${history.name}" after ${log.map((index) => told[index]?.name).join(', ')}: ${difference}`;
      bySequence.set(sequence, wrong);
      return wrong;
    },
  };
}

type Arrival = keyof Variants;
type Fold = typeof foldStream;

/**
 * Tries one history in every order. If `thoroughly` is set, also delivers each alert twice and loses each alert once.
 */
export function tryHistory(
  history: History,
  tally: Tally,
  { thoroughly = true, fold = foldStream }: { thoroughly?: boolean; fold?: Fold } = {},
): void {
  tally.history();
  const played = history.play(castOf(1, 7));
  const told = toldOf(played);
  const states = startStates(history, told, fold);
  const indexes = told.map(({ index }) => index);
  const complete = [...indexes].join();

  /**
   * Delivers the alerts in the given order. `second` says in which form an alert that occurs twice arrives the second
   * time. `mended` is an alert that is missing from `order` and is recovered at the end.
   */
  function deliver(
    order: readonly number[],
    second: Arrival,
    mended?: { lost: number; late: boolean },
  ): void {
    const inbox = startInbox();
    const log: number[] = [];
    const seen = new Set<number>();
    let wrong: string | null = null;
    const arrive = (index: number, how: Arrival): void => {
      const each = told[index];
      if (!each || !inbox.take(each.variants[how])) return;
      log.push(index);
      wrong ??= states.wrongAfter(log);
    };
    for (const index of order) {
      arrive(index, seen.has(index) ? second : 'first');
      seen.add(index);
    }
    if (mended) arrive(mended.lost, 'fromHistory');
    // Paddle stops retrying after three days, but a queue between Paddle and the portal may still deliver the alert
    // later.
    if (mended?.late) arrive(mended.lost, 'first');
    const left = [...log].sort((a, b) => a - b).join();
    wrong ??= left === complete ? null : `"${history.name}": the log holds ${left} instead of ${complete}`;
    tally.ran(wrong);
  }

  for (const [stream, ending] of Object.entries(played.endings)) {
    const projection = states.clean[stream];
    const wrong = projection ? wrongEnding(ending, projection) : 'the stream is missing';
    tally.ran(wrong && `"${history.name}", delivered cleanly, ${stream}: ${wrong}`);
  }
  eachOrder(indexes, (order) => deliver(order, 'first'));
  if (!thoroughly) return;
  for (const twice of indexes) {
    for (const how of ['sameId', 'anotherId'] as const) {
      eachOrder([...indexes, twice], (order) => deliver(order, how));
    }
  }
  for (const lost of indexes) {
    const others = indexes.filter((index) => index !== lost);
    for (const late of [false, true]) {
      eachOrder(others, (order) => deliver(order, 'first', { lost, late }));
    }
  }
}

/**
 * In the sample, only histories up to this length are tried with duplicates and losses, because the number of orders
 * grows factorially with the length.
 */
const shortest = 3;

export const convergence: Proof = {
  name: 'convergence',
  run(size) {
    const tally = startTally();
    for (const history of [...histories, ...ownershipHistories]) {
      const isShort = history.play(castOf(1, 7)).alerts.length <= shortest;
      tryHistory(history, tally, { thoroughly: size === 'full' || isShort });
    }
    const note = `every order, every single duplicate (with the same or another id) and every single loss (recovered from Paddle's history); ${oracleCount} guarantees checked after every alert`;
    return Promise.resolve(tally.result([note]));
  },
};
