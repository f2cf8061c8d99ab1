import { describe, expect, it } from 'vitest';
import { foldStream } from '#server/features/billing/fold/fold-stream.ts';
import type { TimedEvent } from '#server/features/billing/fold/projection.ts';
import { classicRef } from '#server/platform/paddle/reference.ts';
import {
  bought,
  buyer,
  cancelled,
  context,
  created,
  day,
  ended,
  failed,
  foldSubscription,
  paid,
  projectionOf,
  ref,
  refunded,
  renewed,
  updated,
} from '#tests/rules/billing/fold/subscription-facts.ts';

describe('A subscription update', () => {
  it('moves the same licence to the new plan and seats', () => {
    const state = foldSubscription([
      ...bought,
      updated('2026-01-20T10:00:00Z', { planId: 200, quantity: 12, nextBillOn: day('2027-01-20') }),
    ]);
    expect(state).toMatchObject({ paddlePlanId: 200, quantity: 12, nextBillOn: '2027-01-20' });
    expect(state?.validUntil).toBe('2026-02-12');
  });

  it('of seats leaves the first day of the period as it is, and the price follows from what Paddle reports', () => {
    const year = { planId: 200, nextBillOn: day('2027-01-12') };
    const usd = (minor: number) => ({ minor, currency: 'USD' });
    const begun = [
      created('2026-01-12T10:00:00Z', { ...year, quantity: 4 }),
      paid('2026-01-12T10:00:01Z', '1-1', {
        ...{ ...year, quantity: 4, amount: usd(16_000), nextCharge: usd(16_000) },
      }),
    ];
    // Without Paddle's word about the next charge, only the price is known.
    const changed = [...begun, updated('2026-07-12T10:00:00Z', { ...year, oldQuantity: 4, quantity: 6 })];
    expect(projectionOf(changed)?.subscription).toMatchObject({
      ...{ nextCharge: null, periodPrice: usd(24_000), firstCharge: null },
    });
    const more = [
      ...changed,
      paid('2026-07-12T10:00:01Z', '1-2', {
        ...{ ...year, quantity: 6, amount: usd(4_033), nextCharge: usd(24_000) },
      }),
    ];
    expect(projectionOf(more)).toMatchObject({
      entitlement: { quantity: 6, validUntil: '2027-01-12', periodStart: '2026-01-12', lastPaid: usd(4_033) },
      subscription: { nextCharge: usd(24_000), periodPrice: usd(24_000) },
    });
    const monthly = { planId: 100, quantity: 6, nextBillOn: day('2026-09-12') };
    const switched = [
      ...more,
      updated('2026-08-12T10:00:00Z', { ...monthly, oldPlanId: 200, oldQuantity: 6 }),
      paid('2026-08-12T10:00:01Z', '1-3', { ...monthly, amount: usd(2_400), nextCharge: usd(2_500) }),
    ];
    expect(projectionOf(switched)).toMatchObject({
      entitlement: { periodStart: '2026-08-12', lastPaid: usd(2_400) },
      subscription: { nextCharge: usd(2_500), periodPrice: usd(2_500) },
    });
  });

  it('with a credit: what Paddle answered counts, in whatever order it is logged', () => {
    const usd = (minor: number) => ({ minor, currency: 'USD' });
    const month = { planId: 100, nextBillOn: day('2026-02-12') };
    const begun = [
      created('2026-01-12T10:00:00Z', { ...month, quantity: 5 }),
      paid('2026-01-12T10:00:00Z', '1-1', {
        ...{ ...month, quantity: 5, amount: usd(4_500), nextCharge: usd(4_500) },
      }),
    ];
    const firstCharge = { amount: usd(100), on: day('2026-03-12') };
    const fewer = updated('2026-01-20T10:00:00Z', { ...month, oldQuantity: 5, quantity: 1 });
    for (const at of ['2026-01-20T09:59:58.120Z', '2026-01-20T10:00:00.120Z', '2026-01-20T10:00:03Z']) {
      const answered = {
        occurredAt: new Date(at),
        fact: {
          ...({ type: 'next_charge_found', by: 'system', ref, planId: 100, quantity: 1 } as const),
          ...{ amount: usd(0), on: month.nextBillOn, price: usd(900), firstCharge },
        },
      };
      const state = projectionOf([...begun, fewer, answered])?.subscription;
      expect(state).toMatchObject({ nextCharge: usd(0), periodPrice: usd(900), firstCharge });
      const renewal = { quantity: 1, nextBillOn: day('2026-03-12') };
      const first = paid('2026-02-12T10:00:00Z', '1-2', {
        ...{ ...renewal, amount: usd(0), nextCharge: usd(100) },
      });
      expect(projectionOf([...begun, fewer, answered, first])?.subscription).toMatchObject({
        ...{ nextCharge: usd(100), periodPrice: usd(900), firstCharge: null },
      });
    }
  });

  it('is followed by a next charge that reconciliation found: if it was unknown, the price stays', () => {
    const usd = (minor: number) => ({ minor, currency: 'USD' });
    const found = {
      occurredAt: new Date('2026-01-21T23:15:00Z'),
      fact: {
        ...({ type: 'next_charge_found', by: 'reconciliation', ref, planId: 100, quantity: 1 } as const),
        ...{ amount: usd(400), on: day('2026-02-12'), price: null, firstCharge: null },
      },
    };
    // A known charge of US$9.00 that is now US$4.00, for example after a discount: the price is unknown.
    expect(projectionOf([...bought, found])?.subscription).toMatchObject({
      ...{ nextCharge: usd(400), periodPrice: null },
    });
    // The known charge is found again with another difference, such as a planned pause: the price stays known.
    const again = { ...found, fact: { ...found.fact, amount: usd(900) } };
    expect(projectionOf([...bought, again])?.subscription).toMatchObject({
      ...{ nextCharge: usd(900), periodPrice: usd(900) },
    });
    const more = { ...found, fact: { ...found.fact, quantity: 2 } };
    const update = updated('2026-01-20T10:00:00Z', { oldQuantity: 1, quantity: 2 });
    expect(projectionOf([...bought, update, more])?.subscription).toMatchObject({
      ...{ nextCharge: usd(400), periodPrice: usd(1_800) },
    });
  });

  it("to past due or paused doesn't change the end of the paid period", () => {
    for (const status of ['past_due', 'paused'] as const) {
      const state = foldSubscription([
        ...bought,
        updated('2026-02-12T06:00:00Z', { status, nextBillOn: day('2026-02-15') }),
      ]);
      expect(state?.validUntil).toBe('2026-02-12');
    }
  });

  it('is ordered by legal status steps within one second', () => {
    const resumed = [
      updated('2026-03-01T10:00:00Z', { oldStatus: 'paused', status: 'past_due' }),
      updated('2026-03-01T10:00:00Z', { oldStatus: 'past_due', status: 'active' }),
    ];
    const paused = updated('2026-02-12T06:00:00Z', { status: 'paused', pausedFrom: day('2026-02-12') });
    for (const order of [resumed, resumed.toReversed()]) {
      expect(foldSubscription([...order, ...bought, paused])).toMatchObject({
        status: 'active',
        pausedFrom: null,
      });
    }
  });

  describe('Updates within one second', () => {
    const at = '2026-03-01T10:00:00Z';
    const endsWith = (facts: readonly TimedEvent[], expected: Record<string, unknown>) => {
      for (const order of [facts, facts.toReversed()])
        expect(foldSubscription([...order, ...bought])).toMatchObject(expected);
    };

    it.each([
      ['more, then more again', 5, 6],
      ['more, then less', 6, 5],
      ['more, then as before', 5, 1],
    ])('follow the seats through a payment in between: %s', (_how, first, last) => {
      const seats = (oldQuantity: number, quantity: number) => updated(at, { oldQuantity, quantity });
      const charge = paid(at, '1-2', { quantity: first });
      endsWith([seats(1, first), charge, seats(first, last)], { quantity: last });
    });

    it('follow the plan through a payment in between', () => {
      const plan = (oldPlanId: number, planId: number) => updated(at, { oldPlanId, planId });
      for (const last of [300, 150, 100]) {
        const charge = paid(at, '1-2', { planId: 200 });
        endsWith([plan(100, 200), charge, plan(200, last)], { paddlePlanId: last });
      }
    });

    it('follow the status from before that second despite a failed payment within it', () => {
      const step = (oldStatus: 'active' | 'past_due', status: 'active' | 'past_due') =>
        updated(at, { oldStatus, status });
      const failure = failed(at);
      const charge = paid(at, '1-2', { nextBillOn: day('2026-04-12') });
      endsWith([failure, step('active', 'past_due'), charge, step('past_due', 'active')], {
        status: 'active',
        nextBillOn: '2026-04-12',
        nextRetryOn: null,
      });
    });

    it('are chained to each other first when an earlier update was lost', () => {
      const overdue = updated('2026-02-12T06:00:00Z', { status: 'past_due' });
      const resumed = [
        updated(at, { oldStatus: 'past_due', status: 'active' }),
        updated(at, { oldStatus: 'paused', status: 'past_due' }),
      ];
      endsWith([overdue, ...resumed], { status: 'active' });
    });

    it('are ordered even when there are nine of them', () => {
      const seats = [1, 9, 3, 8, 2, 1, 7, 4, 6, 5];
      const steps = seats
        .slice(1)
        .map((quantity, index) => updated(at, { oldQuantity: seats[index] ?? null, quantity }));
      endsWith(steps, { quantity: 5 });
    });

    it('take the next billing date from the payment despite a pause in between', () => {
      const overdue = updated('2026-02-12T06:00:00Z', { status: 'past_due', nextBillOn: day('2026-02-15') });
      const nextBillOn = day('2026-02-15');
      const resumed = [
        updated(at, { oldStatus: 'past_due', status: 'paused', nextBillOn }),
        updated(at, { oldStatus: 'paused', status: 'past_due', nextBillOn }),
        updated(at, { oldStatus: 'past_due', status: 'active', nextBillOn }),
        paid(at, '1-2', { nextBillOn: day('2026-03-15') }),
      ];
      endsWith([overdue, ...resumed], { status: 'active', nextBillOn: '2026-03-15' });
    });
  });

  it('keeps the next billing date of a payment in the same second', () => {
    const state = foldSubscription([
      created('2026-01-12T09:14:00Z', { status: 'trialing' }),
      paid('2026-02-12T06:00:00Z', '1-1', { nextBillOn: day('2026-03-12') }),
      updated('2026-02-12T06:00:00Z', { oldStatus: 'trialing', nextBillOn: day('2026-02-12') }),
    ]);
    expect(state).toMatchObject({ status: 'active', nextBillOn: '2026-03-12', validUntil: '2026-03-12' });
  });

  it('changes nothing after the subscription has ended', () => {
    const state = foldSubscription([...ended, updated('2026-02-25T10:00:00Z', { planId: 200 })]);
    expect(state).toMatchObject({ status: 'deleted', paddlePlanId: 100 });
  });
});

describe('A failed payment', () => {
  const failing = [
    ...bought,
    failed('2026-02-12T06:00:00Z'),
    updated('2026-02-12T06:00:00Z', { status: 'past_due' }),
  ];

  it("makes the licence past due with a retry date and doesn't end it", () => {
    expect(foldSubscription(failing)).toMatchObject({
      licence: 'past_due',
      validUntil: '2026-02-12',
      failedAttempts: 1,
      nextRetryOn: '2026-02-15',
    });
  });

  it('is cleared by a successful payment', () => {
    const state = foldSubscription([
      ...failing,
      paid('2026-02-15T06:00:00Z', '1-2', { nextBillOn: day('2026-03-12') }),
    ]);
    expect(state).toMatchObject({
      licence: 'active',
      failedAttempts: 0,
      nextRetryOn: null,
      validUntil: '2026-03-12',
    });
  });
});

describe('A refund', () => {
  it('in full takes back only the period it paid for', () => {
    const state = foldSubscription([...renewed, refunded('2026-02-20T10:00:00Z', '1-2')]);
    expect(state).toMatchObject({ licence: 'refunded', validUntil: '2026-02-12' });
    expect(state?.payments[1]?.refund).toMatchObject({ kind: 'full' });
    const first = foldSubscription([...renewed, refunded('2026-02-20T10:00:00Z', '1-1')]);
    expect(first).toMatchObject({ licence: 'active', validUntil: '2026-03-12' });
  });

  it('of the only payment ends the licence before its first day', () => {
    const state = foldSubscription([...bought, refunded('2026-01-12T10:00:00Z', '1-1')]);
    expect(state).toMatchObject({ licence: 'refunded', validUntil: '2026-01-11' });
  });

  it('leaves no free days, before or after a cancellation', () => {
    const end = cancelled('2026-02-20T11:00:00Z');
    for (const at of ['2026-02-20T10:00:00Z', '2026-02-20T12:00:00Z']) {
      const state = foldSubscription([...renewed, end, refunded(at, '1-2')]);
      expect(state).toMatchObject({ licence: 'refunded', validUntil: '2026-02-12' });
    }
  });

  it("flags a subscription's order and a single order under different references", () => {
    const parts = { kind: 'partial', amount: { minor: 100, currency: 'USD' } } as const;
    const [ofSubscription] = projectionOf([...bought, refunded('2026-01-20T10:00:00Z', '1-1', parts)]).flags;
    const once: TimedEvent = {
      occurredAt: new Date('2026-01-20T10:00:00Z'),
      fact: { type: 'payment_refunded', ref: classicRef('order', '1-1'), ...parts, reason: null, buyer },
    };
    const [ofOrder] = foldStream('order:1-1', [once], context).flags;
    expect(ofSubscription?.reference).toBe('partial_refund:1-1');
    expect(ofOrder?.reference).toBe('partial_refund:order:1-1');
    expect(ofOrder?.orderId).toBe('1-1');
  });

  it('of a part or of tax keeps the paid period, and only a partial one raises a flag', () => {
    for (const kind of ['partial', 'vat'] as const) {
      const facts = [
        ...renewed,
        refunded('2026-02-20T10:00:00Z', '1-2', { kind, amount: { minor: 100, currency: 'USD' } }),
      ];
      expect(foldSubscription(facts)).toMatchObject({ licence: 'active', validUntil: '2026-03-12' });
      expect(projectionOf(facts).flags).toHaveLength(kind === 'partial' ? 1 : 0);
    }
  });

  const part = (at: string, kind: 'full' | 'partial' | 'vat', minor: number): TimedEvent =>
    refunded(at, '1-1', { kind, amount: { minor, currency: 'USD' } });
  const [vat, some] = [
    part('2026-01-20T10:00:00Z', 'vat', 150),
    part('2026-01-21T10:00:00Z', 'partial', 300),
  ];

  it.each<[string, TimedEvent[], 'full' | 'partial' | 'vat', number]>([
    ['of VAT alone', [vat], 'vat', 150],
    ['of VAT, then of a part', [vat, some], 'partial', 450],
    ['of a part, then of VAT', [some, part('2026-01-22T10:00:00Z', 'vat', 150)], 'partial', 450],
    ['of VAT, a part and the rest', [vat, some, part('2026-01-22T10:00:00Z', 'full', 450)], 'full', 900],
    ['of a part and the rest', [some, part('2026-01-22T10:00:00Z', 'full', 600)], 'full', 900],
    ['of parts that add up to everything', [some, part('2026-01-22T10:00:00Z', 'partial', 600)], 'full', 900],
    [
      'of VAT, then of everything else in part',
      [vat, part('2026-01-22T10:00:00Z', 'partial', 750)],
      'partial',
      900,
    ],
  ])('%s is shown as a sum on the receipt', (_, refunds, kind, minor) => {
    const [receipt] = projectionOf([...bought, ...refunds]).receipts;
    expect(receipt).toMatchObject({
      amount: { minor: 900 },
      refund: { kind, amount: { minor, currency: 'USD' }, at: refunds.at(-1)?.occurredAt },
    });
  });

  it('is superseded by the next payment', () => {
    const state = foldSubscription([
      ...renewed,
      refunded('2026-02-20T10:00:00Z', '1-2'),
      paid('2026-03-12T06:00:00Z', '1-3', { nextBillOn: day('2026-04-12') }),
    ]);
    expect(state).toMatchObject({ licence: 'active', validUntil: '2026-04-12' });
  });
});
