/**
 * Tests a subscription that was bought to continue an ended one. Its free days belong to an earlier payment: they never
 * give a licence of their own, and are lost when that payment is refunded.
 */
import { describe, expect, it } from 'vitest';
import { seededDice } from '#proofs/dice.ts';
import { foldStream } from '#server/features/billing/fold/fold-stream.ts';
import type { TimedEvent } from '#server/features/billing/fold/projection.ts';
import { replayTimeline, timelineOf } from '#server/features/billing/fold/timeline.ts';
import { checkLicence } from '#server/features/licences/licence-validity.ts';
import { classicRef } from '#server/platform/paddle/reference.ts';
import {
  buyer,
  cancelled,
  context,
  created,
  day,
  ended,
  own,
  paid,
  projectionOf,
  ref,
  refunded,
  stream,
  updated,
} from './subscription-facts.ts';

const keeper = { ...buyer, keepIntent: 'c'.repeat(32) };
const free = { minor: 0, currency: 'USD' };
const kept = classicRef('subscription', 2);
const third = classicRef('subscription', 3);
const paidUntil = day('2026-03-12');
const asKept = { ref: kept, buyer: keeper, nextBillOn: paidUntil };

/** The second subscription begins on the day after the cancellation and is free until the last paid day. */
const beginning = created('2026-02-21T08:00:00Z', { ...asKept, status: 'trialing' });
const linked = own('2026-02-21T08:00:00Z', {
  ...{ type: 'subscription_linked', by: 'system', ref: kept, paidThrough: paidUntil },
});
const zeroPayment = paid('2026-02-21T08:00:00Z', '1-9', { ...asKept, status: 'trialing', amount: free });
const moved = [...ended, beginning, linked];
const charged = paid('2026-03-12T06:00:00Z', '1-7', { ...asKept, nextBillOn: day('2026-04-12') });

const isGoodOn = (facts: readonly TimedEvent[], on: string): boolean => {
  const { entitlement } = projectionOf(facts);
  const rules = { graceDays: 7, nextCheckAfterDays: 1 };
  return entitlement !== null && checkLicence(entitlement, day(on), rules).status === 'good';
};

describe('A licence kept after a cancellation', () => {
  it('is paid, not on a trial, through the same day as before', () => {
    const { subscription, entitlement, paidThrough, isWithheld } = projectionOf(moved);
    expect(subscription).toMatchObject({ ref: kept, status: 'trialing', nextBillOn: paidUntil });
    expect(entitlement).toMatchObject({ status: 'active', validUntil: paidUntil, endsOn: null });
    expect({ paidThrough, isWithheld }).toEqual({ paidThrough: paidUntil, isWithheld: false });
  });

  it('gains no day from a payment of 0, which doesn’t replace the last payment either', () => {
    const { entitlement, paidThrough } = projectionOf([...moved, zeroPayment]);
    expect(entitlement).toMatchObject({
      ...{ status: 'active', validUntil: paidUntil, lastPaid: { minor: 900 }, periodStart: '2026-02-12' },
    });
    expect(paidThrough).toBe(paidUntil);
  });

  it('renews by the first payment', () => {
    const { entitlement } = projectionOf([...moved, charged]);
    expect(entitlement).toMatchObject({ status: 'active', validUntil: '2026-04-12' });
  });

  it.each([
    ['before the link', '2026-02-20T12:00:00Z'],
    ['after the link', '2026-02-25T06:00:00Z'],
  ])('loses the days when their payment is refunded %s', (_, at) => {
    const facts = [...moved, zeroPayment, refunded(at, '1-2')];
    expect(projectionOf(facts).entitlement).toMatchObject({ status: 'refunded', validUntil: '2026-02-12' });
    expect(isGoodOn(facts, '2026-02-26')).toBe(false);
    expect(isGoodOn(facts, '2026-03-12')).toBe(false);
    // The first payment of the new subscription pays for its own period.
    expect(isGoodOn([...facts, charged], '2026-04-12')).toBe(true);
  });

  it('gives its days back although its creation alert was lost', () => {
    const facts = [...ended, linked, zeroPayment, refunded('2026-02-25T06:00:00Z', '1-2')];
    expect(projectionOf(facts).entitlement).toMatchObject({ status: 'refunded', validUntil: '2026-02-12' });
    expect(isGoodOn(facts, '2026-02-26')).toBe(false);
    const paidFor = [...ended, linked, zeroPayment];
    expect(projectionOf(paidFor)).toMatchObject({
      paidThrough: paidUntil,
      entitlement: { validUntil: paidUntil },
    });
  });

  it('loses them even if the new subscription has been cancelled until that day', () => {
    const facts = [
      ...moved,
      cancelled('2026-02-23T08:00:00Z', { ref: kept, buyer: keeper, effectiveOn: paidUntil }),
      refunded('2026-02-25T06:00:00Z', '1-2'),
    ];
    expect(isGoodOn(facts, '2026-02-26')).toBe(false);
  });

  it('keeps the day however often it is cancelled and kept again', () => {
    const again = { ref: third, buyer: { ...keeper, keepIntent: 'd'.repeat(32) }, nextBillOn: paidUntil };
    const twice = [
      ...moved,
      cancelled('2026-02-22T08:00:00Z', { ref: kept, buyer: keeper, effectiveOn: paidUntil }),
      created('2026-02-23T08:00:00Z', { ...again, status: 'trialing' }),
      own('2026-02-23T08:00:00Z', {
        ...{ type: 'subscription_linked', by: 'system', ref: third, paidThrough: paidUntil },
      }),
    ];
    const { entitlement, paidThrough, references } = projectionOf(twice);
    expect(entitlement).toMatchObject({ status: 'active', validUntil: paidUntil });
    expect(paidThrough).toBe(paidUntil);
    expect(references.map((one) => one.supersededAt === null)).toEqual([false, false, true]);
    expect(isGoodOn([...twice, refunded('2026-02-24T06:00:00Z', '1-2')], '2026-02-25')).toBe(false);
  });
});

/** The stream of a purchase to which the licence didn't move. */
const alone = (changes = {}) =>
  created('2026-02-21T08:00:00Z', {
    ref,
    buyer: keeper,
    nextBillOn: paidUntil,
    status: 'trialing',
    ...changes,
  });
const refused = own('2026-02-21T08:00:00Z', {
  ...{ type: 'keep_refused', by: 'system', ref, intent: 'c'.repeat(32), why: 'intent_used' },
});
const freeAlone = paid('2026-02-21T08:00:00Z', '1-9', {
  ...{ buyer: keeper, status: 'trialing', amount: free, nextBillOn: paidUntil },
});
const firstPayment = paid('2026-03-12T06:00:00Z', '1-7', {
  ...{ buyer: keeper, nextBillOn: day('2026-04-12') },
});

describe('A purchase to which the licence didn’t move', () => {
  it.each<[string, TimedEvent[]]>([
    ['undecided', [alone()]],
    ['refused', [alone(), refused]],
    ['with a payment of 0', [alone(), freeAlone, refused]],
    [
      'with a longer trial',
      [
        alone(),
        refused,
        updated('2026-02-22T08:00:00Z', {
          status: 'trialing',
          oldStatus: 'trialing',
          nextBillOn: day('2027-03-12'),
          buyer: keeper,
        }),
      ],
    ],
    [
      'cancelled before its first payment',
      [alone(), refused, cancelled('2026-02-22T08:00:00Z', { buyer: keeper })],
    ],
    ['with an erased buyer', [alone({ buyer: { billableId: null, paddleUserId: 3, email: null } }), refused]],
  ])('gives no licence for its free days: %s', (_, facts) => {
    const { isWithheld, entitlement, paidThrough } = projectionOf(facts);
    expect({ isWithheld, paidThrough }).toEqual({ isWithheld: true, paidThrough: null });
    // A licence that has already been issued by mistake doesn't work.
    expect(entitlement).toMatchObject({ validUntil: '2026-02-20', endsOn: null });
    expect(isGoodOn(facts, '2026-03-12')).toBe(false);
  });

  it('gives one with its first payment, like any purchase', () => {
    const { isWithheld, entitlement } = projectionOf([alone(), refused, freeAlone, firstPayment]);
    expect(isWithheld).toBe(false);
    expect(entitlement).toMatchObject({ status: 'active', validUntil: '2026-04-12' });
  });

  it('gives one at once if it was charged at the start', () => {
    const facts = [alone({ status: 'active', nextBillOn: day('2026-03-21') }), refused];
    expect(projectionOf(facts)).toMatchObject({
      ...{ isWithheld: false, entitlement: { status: 'active', validUntil: '2026-03-21' } },
    });
  });

  it('raises one flag, which a person can resolve', () => {
    expect(projectionOf([alone(), refused, refused]).flags).toEqual([
      {
        ...{
          reference: `keep_refused:${stream}`,
          kind: 'keep_refused',
          orderId: null,
          detail: 'intent_used',
        },
        ...{ raisedAt: new Date('2026-02-21T08:00:00Z'), resolvedAt: null, wantedAt: null },
      },
    ]);
    const resolved = own('2026-02-22T09:00:00Z', {
      ...{ type: 'flag_resolved', by: 1, reason: 'refunded', flag: `keep_refused:${stream}` },
    });
    expect(projectionOf([alone(), refused, resolved]).flags[0]?.resolvedAt).not.toBeNull();
  });
});

describe('The last day covered by money', () => {
  const trial = created('2026-01-12T09:14:00Z', { status: 'trialing' });

  it.each<[string, TimedEvent[], string | null]>([
    ['of a trial is unknown', [trial], null],
    [
      'of a trial with a payment of 0 is unknown',
      [trial, paid('2026-01-12T09:14:00Z', '1-1', { status: 'trialing', amount: free })],
      null,
    ],
    ['of a cancelled subscription is its paid day', ended, '2026-03-12'],
    [
      'is that of the previous payment after a full refund',
      [...ended, refunded('2026-02-21T06:00:00Z', '1-2')],
      '2026-02-12',
    ],
    [
      'doesn’t include an extension',
      [
        ...ended,
        own('2026-02-21T06:00:00Z', {
          type: 'licence_extended',
          by: 1,
          reason: 'goodwill',
          until: day('2026-09-01'),
        }),
      ],
      '2026-03-12',
    ],
  ])('%s', (_, facts, expected) => {
    expect(projectionOf(facts).paidThrough).toBe(expected);
  });
});

it('A kept licence ends in the same state for any order and number of deliveries', () => {
  const dice = seededDice(61);
  const facts = [
    ...moved,
    zeroPayment,
    charged,
    refunded('2026-03-14T06:00:00Z', '1-2'),
    updated('2026-02-21T08:00:00Z', { ref: kept, buyer: keeper, status: 'trialing', oldStatus: 'trialing' }),
    cancelled('2026-03-13T10:00:00Z'),
  ];
  const expected = projectionOf(facts);
  expect(expected.entitlement).toMatchObject({ status: 'active', validUntil: '2026-04-12' });
  for (let turn = 0; turn < 300; turn += 1) {
    const left = [...facts, ...facts.slice(0, dice.whole(0, 3))];
    const arrived: TimedEvent[] = [];
    while (left.length > 0) arrived.push(...left.splice(dice.whole(0, left.length - 1), 1));
    expect(foldStream(stream, arrived, context)).toEqual(expected);
    expect(replayTimeline(timelineOf(stream, arrived, context))).toEqual(expected);
  }
});
