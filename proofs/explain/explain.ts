/**
 * Proves that timelines are complete. Replaying the entries of a timeline must produce the state of the stream, both at
 * the end and at every earlier moment.
 */
import { isDeepStrictEqual } from 'node:util';
import { foldContext } from '#proofs/convergence/convergence.ts';
import { type Dice, seededDice } from '#proofs/dice.ts';
import { firstDifference } from '#proofs/difference.ts';
import { factsOf, type LifeWishes, randomLife } from '#proofs/histories/random-life.ts';
import { brokenPromise } from '#proofs/oracles/oracles.ts';
import { type Proof, startTally } from '#proofs/proof.ts';
import { castOf } from '#proofs/shop/cast.ts';
import { foldStream } from '#server/features/billing/fold/fold-stream.ts';
import type { Projection, TimedEvent } from '#server/features/billing/fold/projection.ts';
import { replayTimeline, type TimelineEntry, timelineOf } from '#server/features/billing/fold/timeline.ts';

const livesOf = { sample: 100, full: 100_000 } as const;
/** Checking every earlier moment takes one fold per event, so it is done for only one in this many lives. */
const lookedBackOn = 20;

/**
 * The functions that turn a stream into a timeline and a timeline into a state. Tests replace them with faulty ones.
 */
export interface Telling {
  tell: typeof timelineOf;
  replay: typeof replayTimeline;
}

function shuffled<T>(items: readonly T[], dice: Dice): T[] {
  const left = [...items];
  return Array.from(items, () => left.splice(dice.whole(0, left.length - 1), 1)).flat();
}

const differ = (expected: Projection, actual: Projection): string | null =>
  isDeepStrictEqual(expected, actual)
    ? null
    : (firstDifference(expected, actual) ?? 'they are of different types');

const secondOf = (at: Date): number => Math.floor(at.getTime() / 1_000);

/**
 * Compares the replayed timeline with the fold of the events so far. Does so at the end of each second in which an
 * event occurred.
 */
function differsOnTheWay(
  stream: string,
  entries: readonly TimelineEntry[],
  replay: Telling['replay'],
): string | null {
  for (const [index, entry] of entries.entries()) {
    const next = entries[index + 1];
    if (next && secondOf(next.at) <= secondOf(entry.at)) continue;
    const soFar = entries.slice(0, index + 1);
    const facts = soFar.map(({ at, fact }) => ({ occurredAt: at, fact }));
    const difference = differ(foldStream(stream, facts, foldContext), replay(soFar));
    if (difference !== null) return `state after ${entry.type} at ${entry.at.toISOString()}: ${difference}`;
  }
  return null;
}

const inTimeOrder = (entries: readonly TimelineEntry[]): boolean =>
  entries.every((entry, index) => {
    const before = entries[index - 1];
    return !before || secondOf(before.at) <= secondOf(entry.at);
  });

/** Describes what is wrong with the timeline of one stream; null if the timeline is correct. */
function wronglyTold(
  stream: string,
  facts: readonly TimedEvent[],
  { dice, onTheWay, telling }: { dice: Dice; onTheWay: boolean; telling: Telling },
): string | null {
  const state = foldStream(stream, facts, foldContext);
  const broken = brokenPromise({
    facts,
    all: facts,
    projection: state,
    fold: (others) => foldStream(stream, others, foldContext),
  });
  if (broken !== null) return broken;
  // Puts the events in random order, possibly with a duplicate, because they can be stored in the log that way.
  const arrived = shuffled([...facts, ...facts.slice(0, dice.whole(0, 1))], dice);
  const entries = telling.tell(stream, arrived, foldContext);
  const difference = differ(state, telling.replay(entries));
  if (difference !== null) return `rebuilt from the timeline, ${difference}`;
  return onTheWay && inTimeOrder(entries) ? differsOnTheWay(stream, entries, telling.replay) : null;
}

const inWords = (facts: readonly TimedEvent[]): string =>
  facts.map(({ occurredAt, fact }) => `${occurredAt.toISOString().slice(0, 19)} ${fact.type}`).join(', ');

const wishes: LifeWishes = { keeping: 0.5 };

/** Tries `count` random lives. Lives are numbered, and `first` is the number of the first one to try. */
export function explainLives(count: number, telling: Telling, first = 1): ReturnType<Proof['run']> {
  const tally = startTally();
  let events = 0;
  let moves = 0;
  for (let seed = first; seed < first + count; seed += 1) {
    tally.history();
    const dice = seededDice(seed);
    for (const [stream, facts] of factsOf(randomLife(castOf(seed, 7), dice, wishes))) {
      events += facts.length;
      moves += facts.filter(({ fact }) => fact.type === 'subscription_linked').length;
      const wrong = wronglyTold(stream, facts, { dice, onTheWay: seed % lookedBackOn === 0, telling });
      tally.ran(wrong && `life ${seed}, ${stream}: ${wrong}, of ${inWords(facts)}`);
    }
  }
  return Promise.resolve(
    tally.result([
      `${events} events, ${moves} of them licences that continue under another subscription; each stream explained from its events in random order; one history in ${lookedBackOn} also as of every second`,
    ]),
  );
}

const asTheyAre: Telling = { tell: timelineOf, replay: replayTimeline };

export const explain: Proof = {
  name: 'explain',
  run: (size) => explainLives(livesOf[size], asTheyAre),
  runOne: (number) => explainLives(1, asTheyAre, number),
};
