/**
 * Proves that a stream to which two subscriptions at Paddle belong always reaches the same state, whatever order its
 * events arrive in and even if an event arrives twice. Once the link and the second subscription's creation are known,
 * the first subscription must no longer affect status, plan or seats.
 */
import { foldContext } from '#proofs/convergence/convergence.ts';
import { wrongEnding } from '#proofs/convergence/endings.ts';
import { firstDifference } from '#proofs/difference.ts';
import { brokenPromise, oraclesOfAny } from '#proofs/oracles/oracles.ts';
import { eachOrder } from '#proofs/permutations.ts';
import { type Proof, startTally, type Tally } from '#proofs/proof.ts';
import { castOf, secondRef, subscriptionStream } from '#proofs/shop/cast.ts';
import { understood } from '#proofs/shop/received-alerts.ts';
import { foldStream } from '#server/features/billing/fold/fold-stream.ts';
import type { Projection, TimedEvent } from '#server/features/billing/fold/projection.ts';
import { type LinkedHistory, linkedHistories } from './linked-histories.ts';

/** Only one in this many of the possible orders is tried. */
const every = { sample: 25, full: 1 } as const;
const cast = castOf(1, 7);
const stream = subscriptionStream(cast.subscriptionId);
const second = secondRef(cast);

function factsOf(history: LinkedHistory): TimedEvent[] {
  const { first, second: later, link } = history.play(cast);
  const alerts = [...first, ...later].flatMap((form) => {
    const occurredAt = new Date(`${form.event_time?.replace(' ', 'T')}Z`);
    const { facts } = understood({ name: `${form.alert_name}`, payload: form });
    return facts.map((fact): TimedEvent => ({ occurredAt, fact }));
  });
  return [...alerts, { occurredAt: link.at, fact: link.event }];
}

const isBeginning = ({ fact }: TimedEvent): boolean =>
  fact.type === 'subscription_created' && fact.ref.id === second.id;
const isLink = ({ fact }: TimedEvent): boolean => fact.type === 'subscription_linked';

/** Describes what is wrong after these events; null if everything is right. */
function brokenBy(facts: readonly TimedEvent[], { subscription, references }: Projection): string | null {
  const current = references.filter(({ supersededAt }) => supersededAt === null);
  if (facts.some(isLink) && (current.length !== 1 || current[0]?.ref.id !== second.id))
    return 'the second subscription is not the current one';
  const isKnown = facts.some(isLink) && facts.some(isBeginning);
  return isKnown && subscription?.ref.id !== second.id ? 'the first subscription still decides' : null;
}

/** Tries one in `oneOf` of the possible orders of a history's events. Tests pass a faulty fold as `foldBy`. */
export function tryLinked(
  history: LinkedHistory,
  tally: Tally,
  { oneOf, foldBy = foldStream }: { oneOf: number; foldBy?: typeof foldStream },
): void {
  tally.history();
  const facts = factsOf(history);
  const fold = (some: readonly TimedEvent[]) => foldBy(stream, some, foldContext);
  const bySet = new Map<number, { projection: Projection; broken: string | null }>();
  const ofSet = (log: readonly number[]) => {
    const set = log.reduce((bits, index) => bits | (1 << index), 0);
    const known = bySet.get(set);
    if (known) return known;
    const some = facts.filter((_, index) => set & (1 << index));
    const projection = fold(some);
    const broken = brokenBy(some, projection) ?? brokenPromise({ facts: some, all: facts, projection, fold });
    const result = { projection, broken };
    bySet.set(set, result);
    return result;
  };
  const { ending } = history.play(cast);
  const wrong = wrongEnding(ending, fold(facts));
  tally.ran(wrong && `"${history.name}", in order: ${wrong}`);
  let turn = 0;
  eachOrder(
    facts.map((_, index) => index),
    (order) => {
      turn += 1;
      if (turn % oneOf !== 0) return;
      let divergence: string | null = null;
      for (let length = 1; length <= order.length && divergence === null; length += 1) {
        const log = order.slice(0, length);
        const { projection, broken } = ofSet(log);
        const arrived = log.flatMap((index) => facts[index] ?? []);
        // Also folds the events with the latest one repeated, as if it had arrived twice.
        divergence = broken ?? firstDifference(projection, fold([...arrived, ...arrived.slice(-1)]));
        if (divergence !== null)
          divergence = `"${history.name}" after ${arrived.map(({ fact }) => fact.type).join(', ')}: ${divergence}`;
      }
      tally.ran(divergence);
    },
  );
}

export const linked: Proof = {
  name: 'linked',
  run(size) {
    const tally = startTally();
    for (const history of linkedHistories) tryLinked(history, tally, { oneOf: every[size] });
    return Promise.resolve(
      tally.result([
        `two consecutive subscriptions at Paddle on one stream; ${oraclesOfAny} guarantees checked after every event`,
      ]),
    );
  },
};
