/** Runs a sample of the proof about two subscriptions on one stream, and tests that the proof detects wrong folds. */
import { describe, expect, it } from 'vitest';
import { tryLinked } from '#proofs/linked/linked.ts';
import { linkedHistories } from '#proofs/linked/linked-histories.ts';
import { startTally } from '#proofs/proof.ts';
import { castOf } from '#proofs/shop/cast.ts';
import { foldStream } from '#server/features/billing/fold/fold-stream.ts';
import type { TimedEvent } from '#server/features/billing/fold/projection.ts';
import { addDays } from '#shared/dates.ts';
import { isEveryCase } from '#tests/support/cases/some-of.ts';

const isLink = ({ fact }: TimedEvent): boolean => fact.type === 'subscription_linked';

/** A history with more events than this has too many orders for a short run. */
const shortest = 7;
const short = linkedHistories.filter((history) => {
  const { first, second } = history.play(castOf(1, 7));
  return first.length + second.length < shortest;
});

function prove(foldBy: typeof foldStream) {
  const tally = startTally();
  for (const history of isEveryCase ? linkedHistories : short)
    tryLinked(history, tally, { oneOf: 400, foldBy });
  return tally.result();
}

it('Two Paddle subscriptions on one stream end in the same state in any order', () => {
  const { firstDivergence, runs } = prove(foldStream);
  expect(firstDivergence).toBeNull();
  expect(runs).toBeGreaterThan(40);
});

describe('The proof detects a fold', () => {
  it.each<[string, typeof foldStream]>([
    [
      "that doesn't distinguish the two subscriptions",
      (stream, facts, context) => {
        const [first] = facts.flatMap(({ fact }) => ('ref' in fact ? [fact.ref] : []));
        const one = facts
          .filter((dated) => !isLink(dated))
          .map((dated) => ({ ...dated, fact: { ...dated.fact, ...(first ? { ref: first } : {}) } }));
        return foldStream(stream, one as TimedEvent[], context);
      },
    ],
    [
      'that ignores the link',
      (stream, facts, context) =>
        foldStream(
          stream,
          facts.filter((dated) => !isLink(dated)),
          context,
        ),
    ],
    [
      'that goes by the order of arrival',
      (stream, facts, context) => {
        const link = facts.findIndex(isLink);
        return foldStream(stream, link < 0 ? facts : facts.slice(0, link + 2), context);
      },
    ],
    [
      'that drops the days paid before the link',
      (stream, facts, context) =>
        foldStream(
          stream,
          facts.map((dated) => {
            const { fact, occurredAt } = dated;
            return fact.type === 'subscription_linked'
              ? { occurredAt, fact: { ...fact, paidThrough: null } }
              : dated;
          }),
          context,
        ),
    ],
    [
      'that takes free days for a trial of their own',
      (stream, facts, context) =>
        foldStream(
          stream,
          facts.map((dated) => {
            const { fact, occurredAt } = dated;
            return fact.type === 'subscription_linked' && fact.paidThrough !== null
              ? { occurredAt, fact: { ...fact, paidThrough: addDays(fact.paidThrough, -1) } }
              : dated;
          }),
          context,
        ),
    ],
  ])('%s', (_, foldBy) => {
    expect(prove(foldBy).divergences).toBeGreaterThan(0);
  });
});
