/** Tests how a licence's events become the entries that its owner reads. */
import { describe, expect, it } from 'vitest';
import { interleave } from '#server/features/billing/fold/event-order.ts';
import type { TimedEvent } from '#server/features/billing/fold/projection.ts';
import { timelineOf } from '#server/features/billing/fold/timeline.ts';
import type { HistoryContext } from '#server/features/billing/history/history-step.ts';
import { tellHistory } from '#server/features/billing/history/tell-history.ts';
import type { PaddleFact } from '#server/platform/paddle/facts.ts';
import { classicRef } from '#server/platform/paddle/reference.ts';
import {
  buyer,
  cancelled,
  context,
  created,
  day,
  failed,
  own,
  paid,
  refunded,
  stream,
  updated,
} from '#tests/rules/billing/fold/subscription-facts.ts';

const usd = (minor: number) => ({ minor, currency: 'USD' });

function told(facts: readonly TimedEvent[], over: Partial<HistoryContext> = {}) {
  const [order, rest] = [facts.filter(isOfOrder), facts.filter((each) => !isOfOrder(each))];
  const lives = [timelineOf(stream, rest, context), timelineOf('order:1-11', order, context)];
  return tellHistory(
    interleave(lives, ({ at, fact }) => ({ occurredAt: at, fact })),
    {
      now: new Date('2026-03-01T00:00:00Z'),
      graceDays: 7,
      ownerId: 7,
      changes: [],
      planOf: (id) => (id === 100 ? { planName: 'Monthly plan', frequency: 'Monthly' } : null),
      ...over,
    },
  );
}
const isOfOrder = ({ fact }: TimedEvent) => fact.type.startsWith('payment_');
const kinds = (...given: Parameters<typeof told>) => told(...given).map(({ kind }) => kind);

const bought = [created('2026-01-12T09:00:00Z'), paid('2026-01-12T09:00:05Z', '1-11')];

describe('The history of a licence', () => {
  it('has one entry for a purchase and its payment, whichever is reported first', () => {
    const entry = { kind: 'bought', on: '2026-01-12', quantity: 1, amount: usd(900), trialThrough: null };
    expect(told(bought, { now: new Date('2026-01-20') })).toMatchObject([entry]);
    const early = [created('2026-01-12T09:00:05Z'), paid('2026-01-12T09:00:00Z', '1-11')];
    expect(told(early, { now: new Date('2026-01-20') })).toMatchObject([entry]);
  });

  it('tells a trial and the first payment', () => {
    const facts = [
      created('2026-01-12T09:00:00Z', { status: 'trialing' }),
      paid('2026-02-12T09:00:00Z', '1-11', { nextBillOn: day('2026-03-12') }),
      paid('2026-03-12T09:00:00Z', '1-12', { nextBillOn: day('2026-04-12') }),
    ];
    expect(told(facts, { now: new Date('2026-04-01') })).toMatchObject([
      { kind: 'bought', amount: null, trialThrough: '2026-02-12' },
      { kind: 'first_payment', amount: usd(900), through: '2026-03-12' },
      { kind: 'renewed', amount: usd(900), through: '2026-04-12' },
    ]);
  });

  it('has one entry for a change and its payment, whichever is reported first', () => {
    const change = { oldPlanId: 100, planId: 200, nextBillOn: day('2027-01-20') };
    const payment = { planId: 200, amount: usd(8_000), nextBillOn: day('2027-01-20') };
    const entry = { kind: 'plan_changed', on: '2026-01-20', from: { frequency: 'Monthly' }, to: null };
    for (const [first, then] of [
      ['2026-01-20T09:00:00Z', '2026-01-20T09:00:10Z'],
      ['2026-01-20T09:00:10Z', '2026-01-20T09:00:00Z'],
    ] as const)
      expect(told([...bought, updated(first, change), paid(then, '1-12', payment)])).toMatchObject([
        { kind: 'bought' },
        { ...entry, by: 'paddle', amount: usd(8_000) },
      ]);
    const asked = {
      ...({ kind: 'plan', state: 'confirmed', administratorId: null } as const),
      askedAt: new Date('2026-01-20T08:59:58Z'),
    };
    const facts = [...bought, updated('2026-01-20T09:00:00Z', change)];
    expect(told(facts, { changes: [asked] })[1]).toMatchObject({ ...entry, by: 'customer', amount: null });
    expect(told(facts, { changes: [{ ...asked, administratorId: 1 }] })[1]).toMatchObject({ by: 'operator' });
    expect(told(facts, { changes: [{ ...asked, state: 'refused' }] })[1]).toMatchObject({ by: 'paddle' });
    expect(told(facts, { changes: [{ ...asked, kind: 'seats' }] })[1]).toMatchObject({ by: 'paddle' });
  });

  it('tells pauses: planned, withdrawn, begun, and caused by failed payments', () => {
    const pausedFrom = day('2026-02-12');
    const planned = updated('2026-01-15T09:00:00Z', { pausedFrom, pausedReason: 'voluntary' });
    const paused = { status: 'paused', pausedFrom } as const;
    expect(
      told([
        ...bought,
        planned,
        updated('2026-01-16T09:00:00Z'),
        updated('2026-01-17T09:00:00Z', { pausedFrom, pausedReason: 'voluntary' }),
        updated('2026-02-12T09:00:00Z', { ...paused, pausedReason: 'voluntary' }),
        updated('2026-02-20T09:00:00Z', { oldStatus: 'paused' }),
        paid('2026-02-20T09:00:01Z', '1-12', { nextBillOn: day('2026-03-20') }),
      ]),
    ).toMatchObject([
      { kind: 'bought' },
      { kind: 'pause_planned', on: '2026-01-15', from: '2026-02-12', by: 'paddle' },
      { kind: 'pause_withdrawn' },
      { kind: 'pause_planned' },
      { kind: 'paused', isUnpaid: false },
      { kind: 'resumed' },
      { kind: 'renewed', through: '2026-03-20' },
    ]);
    expect(
      told([
        ...bought,
        failed('2026-02-12T09:00:00Z', { amount: usd(900), nextRetryOn: null }),
        updated('2026-02-12T09:00:01Z', { ...paused, oldStatus: 'past_due', pausedReason: 'delinquent' }),
      ]).slice(1),
    ).toMatchObject([
      { kind: 'payment_failed', amount: usd(900), retryOn: null },
      { kind: 'paused', isUnpaid: true },
    ]);
  });

  it('tells the end of an unpaid licence on its last day, once, and that it came back', () => {
    const facts = [
      ...bought,
      failed('2026-02-12T09:00:00Z'),
      cancelled('2026-02-25T09:00:00Z', { effectiveOn: day('2026-02-25') }),
    ];
    expect(told(facts)).toMatchObject([
      { kind: 'bought' },
      { kind: 'payment_failed', retryOn: '2026-02-15' },
      { kind: 'ended', on: '2026-02-19', why: 'expired' },
      { kind: 'cancelled', on: '2026-02-25', by: 'paddle' },
    ]);
    const again = classicRef('subscription', 2);
    expect(
      kinds([
        ...facts,
        created('2026-03-01T08:00:00Z', { ref: again, nextBillOn: day('2026-04-01') }),
        paid('2026-03-01T08:00:01Z', '2-21', { ref: again, nextBillOn: day('2026-04-01') }),
        own('2026-03-01T08:00:02Z', {
          ...{ type: 'subscription_linked', by: 'system', ref: again, paidThrough: null },
        }),
      ]),
    ).toEqual(['bought', 'payment_failed', 'ended', 'cancelled', 'paid', 'came_back']);
  });

  it('tells a cancelled licence that was kept', () => {
    const again = classicRef('subscription', 2);
    const facts = [
      ...bought,
      cancelled('2026-01-20T09:00:00Z', { effectiveOn: day('2026-02-12') }),
      created('2026-01-25T08:00:00Z', { ref: again, status: 'trialing' }),
      own('2026-01-25T08:00:02Z', {
        ...{ type: 'subscription_linked', by: 'system', ref: again, paidThrough: day('2026-02-12') },
      }),
      paid('2026-02-12T08:00:00Z', '2-21', { ref: again, nextBillOn: day('2026-03-12') }),
    ];
    expect(told(facts)).toMatchObject([
      { kind: 'bought' },
      { kind: 'cancelled', through: '2026-02-12' },
      { kind: 'kept', on: '2026-01-25' },
      { kind: 'renewed', through: '2026-03-12' },
    ]);
  });

  it('tells a refund once, although Paddle reports it for the subscription and for the order', () => {
    const ref = classicRef('order', '1-11');
    const ofOrder: PaddleFact = {
      type: 'payment_refunded',
      ref,
      kind: 'full',
      amount: usd(900),
      reason: null,
      buyer,
    };
    const dispute: PaddleFact = { type: 'payment_dispute_created', ref, amount: usd(900), buyer };
    const facts = [
      ...bought,
      { occurredAt: new Date('2026-01-18T09:00:00Z'), fact: dispute },
      refunded('2026-01-20T09:00:00Z', '1-11'),
      { occurredAt: new Date('2026-01-20T09:00:03Z'), fact: ofOrder },
    ];
    expect(told(facts)).toMatchObject([
      { kind: 'bought' },
      { kind: 'disputed', amount: usd(900) },
      { kind: 'refunded', what: 'full', amount: usd(900) },
    ]);
  });

  it('tells a charge that the operator moved, and none that a renewal moved', () => {
    const move = { oldNextBillOn: day('2026-02-12'), nextBillOn: day('2026-03-12') };
    expect(told([...bought, updated('2026-02-01T09:00:00Z', move)])).toMatchObject([
      { kind: 'bought' },
      { kind: 'charge_moved', on: '2026-02-01', to: '2026-03-12' },
    ]);
    const renewal = paid('2026-02-12T09:00:05Z', '1-12', { nextBillOn: day('2026-03-12') });
    expect(told([...bought, updated('2026-02-12T09:00:00Z', move), renewal])).toMatchObject([
      { kind: 'bought' },
      { kind: 'renewed', through: '2026-03-12' },
    ]);
  });

  it('tells decisions, with who made them', () => {
    const by = 'command line';
    const facts = [
      ...bought,
      own('2026-01-13T09:00:00Z', {
        ...{ type: 'licence_reissued', by: 7, reason: 'leaked', oldKeyUntil: '2026-01-20T09:00:00.000Z' },
      }),
      own('2026-01-14T09:00:00Z', {
        type: 'licence_extended',
        by,
        reason: 'sorry',
        until: day('2026-02-20'),
      }),
      own('2026-01-15T09:00:00Z', { type: 'licence_revoked', by, reason: 'fraud' }),
      own('2026-01-16T09:00:00Z', { type: 'licence_reinstated', by, reason: 'a mistake' }),
      own('2026-01-17T09:00:00Z', { type: 'licence_claimed', by, userId: 7, how: 'administrator' }),
    ];
    expect(told(facts, { now: new Date('2026-02-01') }).slice(1)).toMatchObject([
      { kind: 'key_reissued', by: 'customer', oldKeysUntil: new Date('2026-01-20T09:00:00Z') },
      { kind: 'extended', through: '2026-02-20' },
      { kind: 'revoked' },
      { kind: 'reinstated' },
      { kind: 'assigned' },
    ]);
    expect(told(facts, { ownerId: 8 })[1]).toMatchObject({ by: 'operator' });
  });
});
