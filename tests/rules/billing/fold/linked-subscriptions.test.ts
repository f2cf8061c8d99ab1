/**
 * Tests a licence that moves from one Paddle subscription to another. Its status comes from the current subscription,
 * its payments from both.
 */
import { describe, expect, it } from 'vitest';
import { seededDice } from '#proofs/dice.ts';
import { foldStream } from '#server/features/billing/fold/fold-stream.ts';
import type { TimedEvent } from '#server/features/billing/fold/projection.ts';
import { replayTimeline, timelineOf } from '#server/features/billing/fold/timeline.ts';
import { classicRef } from '#server/platform/paddle/reference.ts';
import {
  cancelled,
  context,
  created,
  day,
  ended,
  failed,
  own,
  paid,
  projectionOf,
  ref,
  refunded,
  renewed,
  stream,
  updated,
} from './subscription-facts.ts';

const next = classicRef('subscription', 2);
const linkedAt = '2026-02-21T08:00:00Z';
const linked = own(linkedAt, {
  type: 'subscription_linked',
  by: 'system',
  ref: next,
  paidThrough: day('2026-03-12'),
});
/**
 * The second subscription starts as a free trial. The trial lasts until the day through which the first subscription
 * was paid.
 */
const resumed = created('2026-02-21T07:59:50Z', {
  ref: next,
  status: 'trialing',
  planId: 200,
  quantity: 3,
  nextBillOn: day('2026-03-12'),
});
const moved = [...ended, resumed, linked];
const charged = paid('2026-03-12T06:00:00Z', '1-7', {
  ref: next,
  planId: 200,
  quantity: 3,
  nextBillOn: day('2026-04-12'),
});

describe('A licence linked to a second subscription', () => {
  it('takes status, plan and seats from the second and its start from the first', () => {
    const { subscription, entitlement, receipts, references, waitsFor } = projectionOf(moved);
    expect(subscription).toMatchObject({
      ref: next,
      status: 'trialing',
      paddlePlanId: 200,
      startedOn: '2026-02-21',
    });
    expect(entitlement).toMatchObject({
      status: 'active',
      paddlePlanId: 200,
      quantity: 3,
      startedOn: '2026-01-12',
      validUntil: '2026-03-12',
      endsOn: null,
      subscriptionState: 'subscription_linked',
    });
    expect(receipts.map(({ orderId }) => orderId)).toEqual(['1-1', '1-2']);
    expect(references).toEqual([
      { ref, linkedAt: null, supersededAt: new Date(linkedAt) },
      { ref: next, linkedAt: new Date(linkedAt), supersededAt: null },
    ]);
    expect(waitsFor).toBeNull();
  });

  it('follows the first subscription until the link, whatever happens to the second', () => {
    expect(projectionOf([...ended, resumed])).toMatchObject({
      subscription: { ref, status: 'deleted' },
      entitlement: { status: 'cancelled', endsOn: '2026-03-12', subscriptionState: 'subscription_cancelled' },
    });
  });

  it('follows the first subscription while only the link has arrived, and waits', () => {
    const { subscription, waitsFor, references } = projectionOf([...ended, linked]);
    expect(subscription).toMatchObject({ ref, status: 'deleted' });
    expect(waitsFor).toBe('subscription_created has not arrived yet');
    expect(references.map(({ supersededAt }) => supersededAt)).toEqual([new Date(linkedAt), null]);
  });

  it('follows payments and the cancellation of the second subscription', () => {
    expect(projectionOf([...moved, charged]).entitlement).toMatchObject({
      status: 'active' satisfies string,
      validUntil: '2026-04-12',
    });
    const lapsed = [
      ...moved,
      charged,
      cancelled('2026-03-20T10:00:00Z', { ref: next, effectiveOn: day('2026-04-12') }),
    ];
    expect(projectionOf(lapsed).entitlement).toMatchObject({ status: 'cancelled', endsOn: '2026-04-12' });
  });
});

describe('Late events of a superseded subscription', () => {
  const before = projectionOf([...renewed, resumed, linked, charged]);
  const with_ = (...late: TimedEvent[]) => projectionOf([...renewed, resumed, linked, charged, ...late]);

  it.each([
    ['a cancellation', cancelled('2026-03-13T10:00:00Z')],
    ['a failed payment', failed('2026-03-13T10:00:00Z')],
    ['a pause', updated('2026-03-13T10:00:00Z', { status: 'paused', pausedFrom: day('2026-03-14') })],
    ['a change of plan and seats', updated('2026-03-13T10:00:00Z', { planId: 300, quantity: 9 })],
    [
      'a moved charge',
      updated('2026-03-13T10:00:00Z', { nextBillOn: day('2026-09-12'), oldNextBillOn: day('2026-03-12') }),
    ],
    [
      'its deletion found by reconciliation',
      own('2026-03-13T23:15:00Z', {
        ...{ type: 'subscription_found', by: 'reconciliation', ref, planId: 100, paddleUserId: 99 },
        ...{ email: 'other@example.test', status: 'deleted', quantity: 1, signedUpOn: day('2026-01-12') },
        ...{ nextBillOn: null, pausedFrom: null, pausedReason: null, updateUrl: null, cancelUrl: null },
      }),
    ],
    [
      'its absence at Paddle found by reconciliation',
      own('2026-03-13T23:15:00Z', { type: 'subscription_missing', by: 'reconciliation', ref }),
    ],
  ])('%s: has no effect', (_, late) => {
    expect(with_(late)).toEqual(before);
  });

  it("a cancellation from before the link doesn't end the licence", () => {
    const { subscription, entitlement } = with_(cancelled('2026-02-20T10:00:00Z'));
    expect(subscription).toEqual(before.subscription);
    expect(entitlement).toEqual(before.entitlement);
  });

  it('a payment adds a receipt and extends the licence', () => {
    const { subscription, entitlement, receipts } = with_(
      paid('2026-03-13T06:00:00Z', '1-3', { nextBillOn: day('2026-05-12') }),
    );
    expect(subscription).toEqual(before.subscription);
    expect(entitlement).toMatchObject({ validUntil: '2026-05-12', status: 'active' });
    expect(receipts).toHaveLength(before.receipts.length + 1);
  });

  it('a refund is recorded on its receipt without ending the licence', () => {
    const { receipts, entitlement } = with_(refunded('2026-03-14T06:00:00Z', '1-2'));
    expect(receipts.map(({ refund }) => refund?.kind)).toEqual([undefined, 'full', undefined]);
    expect(entitlement).toMatchObject({ validUntil: '2026-04-12', status: 'active' });
  });
});

describe('Days paid before the link', () => {
  it('are lost when their payment is refunded, despite the trial of the second subscription', () => {
    const back = refunded('2026-02-25T06:00:00Z', '1-2');
    expect(projectionOf([...moved, back]).entitlement).toMatchObject({
      status: 'refunded',
      validUntil: '2026-02-12',
    });
  });

  it('come from the trial when the link names no paid period', () => {
    const trial = own(linkedAt, { type: 'subscription_linked', by: 'system', ref: next, paidThrough: null });
    const back = refunded('2026-02-25T06:00:00Z', '1-2');
    expect(projectionOf([...ended, resumed, trial, back]).entitlement).toMatchObject({
      validUntil: '2026-03-12',
    });
  });
});

it('A linked licence ends in the same state for any order and number of deliveries', () => {
  const dice = seededDice(46);
  const facts = [
    ...moved,
    charged,
    cancelled('2026-03-13T10:00:00Z'),
    failed('2026-03-13T10:00:00Z'),
    paid('2026-03-13T06:00:00Z', '1-3', { nextBillOn: day('2026-05-12') }),
    refunded('2026-03-14T06:00:00Z', '1-2'),
    updated('2026-03-14T06:00:00Z', { ref: next, planId: 200, oldPlanId: 200, quantity: 4 }),
    updated('2026-03-14T06:00:00Z', { planId: 300 }),
  ];
  const expected = projectionOf(facts);
  expect(expected.entitlement).toMatchObject({ quantity: 4, paddlePlanId: 200 });
  for (let turn = 0; turn < 500; turn += 1) {
    const left = [...facts, ...facts.slice(0, dice.whole(0, 3))];
    const arrived: TimedEvent[] = [];
    while (left.length > 0) arrived.push(...left.splice(dice.whole(0, left.length - 1), 1));
    expect(foldStream(stream, arrived, context)).toEqual(expected);
    expect(replayTimeline(timelineOf(stream, arrived, context))).toEqual(expected);
  }
});
