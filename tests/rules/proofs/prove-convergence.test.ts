/** Runs a sample of the convergence proof, and tests that the proof detects faults. */
import { describe, expect, it } from 'vitest';
import { convergence, tryHistory } from '#proofs/convergence/convergence.ts';
import { firstDifference } from '#proofs/difference.ts';
import { histories } from '#proofs/histories/histories.ts';
import { ownershipHistories } from '#proofs/histories/ownership-histories.ts';
import { eachOrder } from '#proofs/permutations.ts';
import { startTally } from '#proofs/proof.ts';
import { foldStream } from '#server/features/billing/fold/fold-stream.ts';
import type { TimedEvent } from '#server/features/billing/fold/projection.ts';

it('A sample of delivery orders ends in the same state as clean delivery, with no violations on the way', async () => {
  const result = await convergence.run('sample');
  expect(result.firstDivergence).toBeNull();
  expect(result).toMatchObject({ divergences: 0, histories: histories.length + ownershipHistories.length });
  expect(result.runs).toBeGreaterThan(7_000);
});

describe('The proof detects a fold that', () => {
  type Fold = typeof foldStream;
  const without =
    (isLeftOut: (dated: TimedEvent, index: number, all: readonly TimedEvent[]) => boolean): Fold =>
    (stream, facts, context) =>
      foldStream(
        stream,
        facts.filter((dated, index, all) => !isLeftOut(dated, index, all)),
        context,
      );

  it.each<[string, string, Fold]>([
    [
      'goes by the order of arrival',
      'pause scheduled, then in effect',
      (stream, facts, context) => {
        const shifted = facts.map((dated, index) => ({ ...dated, occurredAt: new Date(index * 1_000) }));
        return foldStream(stream, shifted, context);
      },
    ],
    [
      'drops an update that arrives before the creation',
      'more seats, billed at once, then fewer',
      without(({ fact }, index, all) => {
        const created = all.findIndex((each) => each.fact.type === 'subscription_created');
        return fact.type === 'subscription_updated' && index < created;
      }),
    ],
    [
      'ignores refunds',
      'renewal refunded, then cancelled',
      without(({ fact }) => fact.type === 'subscription_payment_refunded'),
    ],
    [
      'ignores disputes',
      'dispute over a renewal',
      without(({ fact }) => fact.type === 'payment_dispute_created'),
    ],
    [
      'drops VAT refunds after a partial refund',
      'partial refund and VAT refund: nothing ends',
      (stream, facts, context) => {
        const state = foldStream(stream, facts, context);
        const withoutVat = facts.filter(({ fact }) => !('kind' in fact) || fact.kind !== 'vat');
        return { ...state, receipts: foldStream(stream, withoutVat, context).receipts };
      },
    ],
    [
      'treats a retry date as a paid day',
      'fail, still past due',
      (stream, facts, context) => {
        const state = foldStream(stream, facts, context);
        const retry = facts.flatMap(({ fact }) =>
          fact.type === 'subscription_updated' && fact.nextBillOn ? [fact.nextBillOn] : [],
        );
        const [validUntil = state.entitlement?.validUntil] = retry.sort().reverse();
        if (!state.entitlement || !validUntil) return state;
        return { ...state, entitlement: { ...state.entitlement, validUntil } };
      },
    ],
    [
      'loses the order of two updates in the same second',
      'resume: two updates within one second, then the payment',
      without(({ fact }, index, all) => {
        const second = all[index]?.occurredAt.getTime();
        const twin = all.findIndex(
          (each) => each.fact.type === 'subscription_updated' && each.occurredAt.getTime() === second,
        );
        return fact.type === 'subscription_updated' && twin < index;
      }),
    ],
  ])('%s', (_fault, name, fold) => {
    const tally = startTally();
    const history = histories.find((each) => each.name === name);
    if (!history) throw new Error(`there is no history "${name}"`);
    tryHistory(history, tally, { thoroughly: false, fold });
    expect(tally.result().divergences).toBeGreaterThan(0);
    expect(tally.result().firstDivergence).toContain(name);
  });
});

it('Every order is visited once, treating equal items as the same', () => {
  const visited: string[] = [];
  eachOrder([0, 1, 1], (order) => visited.push(order.join('')));
  expect(visited.sort()).toEqual(['011', '101', '110']);
});

it('A difference is reported with its path', () => {
  expect(firstDifference({ a: [{ b: 1 }] }, { a: [{ b: 1 }] })).toBeNull();
  expect(firstDifference({ a: [{ b: 1 }] }, { a: [{ b: 2 }] })).toBe('a.0.b is 2 instead of 1');
  expect(firstDifference({ a: new Date(0) }, { a: new Date(1_000) })).toContain('1970-01-01T00:00:01');
  expect(firstDifference({ a: null }, {})).toBe('a is nothing instead of null');
});
