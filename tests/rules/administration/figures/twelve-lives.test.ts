/** Tests what purchases contribute to the figures, on twelve lives whose figures were calculated by hand. */
import { describe, expect, it } from 'vitest';
import { contributionOf, type FiguresContext } from '#server/features/administration/figures/contribution.ts';
import { type Figure, type FigureKind, startSum } from '#server/features/administration/figures/figure.ts';
import type { TimedEvent } from '#server/features/billing/fold/projection.ts';
import { classicRef } from '#server/platform/paddle/reference.ts';
import { addMonths, type CalendarDate } from '#shared/dates.ts';
import {
  buyer,
  cancelled,
  created,
  day,
  failed,
  own,
  paid,
  ref,
  refunded,
  stream,
  updated,
} from '#tests/rules/billing/fold/subscription-facts.ts';

const usd = (minor: number) => ({ minor, currency: 'USD' });
const monthly = 100;
const yearly = 200;
const context: FiguresContext = {
  graceDays: 7,
  planOf: (id) =>
    id === monthly
      ? { id: 1, frequency: 'Monthly', price: usd(900) }
      : id === yearly
        ? { id: 2, frequency: 'Annual', price: usd(9_000) }
        : null,
};

/** A payment of a monthly plan on the 12th of each month, from January on. */
const months = (amounts: readonly number[], plan = monthly): TimedEvent[] =>
  amounts.map((minor, index) => {
    const on = addMonths(day('2026-01-12'), index);
    return paid(`${on}T06:00:00Z`, `1-${index + 1}`, {
      ...{ planId: plan, amount: usd(minor), nextCharge: usd(900), nextBillOn: addMonths(on, 1) },
    });
  });

const begun = created('2026-01-12T06:00:00Z');
const sixMonths = [begun, ...months([900, 900, 900, 900, 900, 900])];

const lives = {
  /** Pays 90.00 a year. */
  ada: [
    created('2026-01-12T06:00:00Z', { planId: yearly, nextBillOn: day('2027-01-12') }),
    paid('2026-01-12T06:00:00Z', '1-1', {
      ...{ planId: yearly, amount: usd(9_000), nextBillOn: day('2027-01-12'), nextCharge: usd(9_000) },
    }),
  ],
  /** Pays 7.20 a month: 9.00 with a lasting discount of 20 %. */
  ben: [begun, ...months([720, 720, 720, 720, 720, 720])],
  /** Paid 1.00 for the first month, and 9.00 since. */
  cleo: [begun, ...months([100, 900, 900, 900, 900, 900])],
  /** Has 12 seats for 90.00 a year each, and adds 3 in March. */
  dan: [
    created('2026-01-12T06:00:00Z', { planId: yearly, quantity: 12, nextBillOn: day('2027-01-12') }),
    paid('2026-01-12T06:00:00Z', '1-1', {
      ...{ planId: yearly, quantity: 12, amount: usd(108_000), nextBillOn: day('2027-01-12') },
      nextCharge: usd(108_000),
    }),
    updated('2026-03-12T10:00:00Z', {
      ...{ planId: yearly, oldPlanId: yearly, quantity: 15, oldQuantity: 12 },
      ...{ nextBillOn: day('2027-01-12'), oldNextBillOn: day('2027-01-12') },
    }),
    paid('2026-03-12T10:00:05Z', '1-2', {
      ...{ planId: yearly, quantity: 15, amount: usd(22_600), nextBillOn: day('2027-01-12') },
      nextCharge: usd(135_000),
    }),
  ],
  /** Pays monthly until the card fails on 12 May. */
  eve: [
    begun,
    ...months([900, 900, 900, 900]),
    failed('2026-05-12T06:00:00Z'),
    failed('2026-05-15T06:00:00Z', { attempt: 2, nextRetryOn: null }),
  ],
  /** Cancels on 20 February what is paid through 12 March. */
  finn: [begun, ...months([900, 900]), cancelled('2026-02-20T10:00:00Z')],
  /** On a trial until 4 July. */
  gina: [
    created('2026-06-20T06:00:00Z', { status: 'trialing', nextBillOn: day('2026-07-04') }),
    paid('2026-06-20T06:00:00Z', '1-1', {
      ...{ status: 'trialing', amount: usd(0), nextBillOn: day('2026-07-04') },
    }),
  ],
  /** Cancels on 20 February, and keeps the licence on the next day: free until 12 March, then 9.00 a month. */
  jon: [
    begun,
    ...months([900, 900]),
    cancelled('2026-02-20T10:00:00Z'),
    created('2026-02-21T08:00:00Z', {
      ...{ ref: classicRef('subscription', 2), status: 'trialing', nextBillOn: day('2026-03-12') },
      buyer: { ...buyer, keepIntent: 'c'.repeat(32) },
    }),
    own('2026-02-21T08:00:00Z', {
      ...{ type: 'subscription_linked', by: 'system', ref: classicRef('subscription', 2) },
      paidThrough: day('2026-03-12'),
    }),
    paid('2026-02-21T08:00:00Z', '1-9', {
      ...{ ref: classicRef('subscription', 2), status: 'trialing', amount: usd(0) },
      ...{ nextBillOn: day('2026-03-12'), buyer: { ...buyer, keepIntent: 'c'.repeat(32) } },
    }),
    ...months([0, 0, 900, 900, 900, 900])
      .slice(2)
      .map(({ occurredAt, fact }) => ({
        ...{ occurredAt, fact: { ...fact, ref: classicRef('subscription', 2) } as TimedEvent['fact'] },
      })),
  ],
  /** Gets everything back on 20 April. */
  kim: [begun, ...months([900, 900, 900, 900]), refunded('2026-04-20T10:00:00Z', '1-4')],
  /** Switches to 90.00 a year on 20 March. A new period begins, and what was left of the month is deducted. */
  lou: [
    begun,
    ...months([900, 900, 900]),
    updated('2026-03-20T10:00:00Z', {
      ...{ planId: yearly, oldPlanId: monthly, nextBillOn: day('2027-03-20') },
      oldNextBillOn: day('2026-04-12'),
    }),
    paid('2026-03-20T10:00:05Z', '1-4', {
      ...{ planId: yearly, amount: usd(8_332), nextBillOn: day('2027-03-20'), nextCharge: usd(9_000) },
    }),
  ],
} satisfies Record<string, TimedEvent[]>;

const granted = own('2026-02-01T09:00:00Z', {
  ...{ type: 'licence_granted', by: 1, reason: 'a journalist', userId: 7, planId: yearly },
  ...{ until: day('2026-05-31'), quantity: 1 },
});
const once: TimedEvent = {
  occurredAt: new Date('2026-02-01T09:00:00Z'),
  fact: {
    ...{ type: 'payment_succeeded', ref: classicRef('order', 5), productId: monthly, quantity: 1 },
    ...{ checkoutId: null, amount: usd(900), tax: null, receiptUrl: null, buyer },
  },
};

const figuresOf = (name: keyof typeof lives): Figure[] => contributionOf(stream, lives[name], context);
const others = {
  /** A complimentary licence until 31 May. */
  hugo: contributionOf('grant:1', [granted], context),
  /** Paid once, for a month. */
  ines: contributionOf('order:5', [once], context),
};

const isUpTo = (on: CalendarDate) => (figure: Figure) => figure.day <= on;

function levelOn(figures: readonly Figure[], kind: FigureKind, on: string) {
  const rows = figures.filter((figure) => figure.kind === kind).filter(isUpTo(day(on)));
  return {
    total: rows.reduce((sum, { total }) => sum + total, 0),
    amount: rows.reduce((sum, { amount }) => sum + amount, 0),
  };
}

/** The monthly revenue at the end of a day, in cents. */
const revenueOn = (figures: readonly Figure[], on: string): number => levelOn(figures, 'mrr', on).amount / 12;

/** What happened, without levels: day and kind. */
const happened = (figures: readonly Figure[]): string[] =>
  figures
    .filter(({ kind }) => !['mrr', 'licences', 'failing', 'due'].includes(kind))
    .map(({ kind, day: on }) => `${on} ${kind}`)
    .sort();

describe('Twelve lives', () => {
  it.each([
    ['ada', '2026-06-30', 750],
    ['ben', '2026-06-30', 720],
    ['cleo', '2026-01-31', 100],
    ['cleo', '2026-06-30', 900],
    ['dan', '2026-02-28', 9_000],
    ['dan', '2026-06-30', 11_250],
    ['eve', '2026-05-19', 900],
    ['eve', '2026-05-20', 0],
    ['finn', '2026-03-12', 900],
    ['finn', '2026-03-13', 0],
    ['gina', '2026-06-30', 0],
    ['jon', '2026-02-20', 900],
    ['jon', '2026-02-21', 900],
    ['jon', '2026-03-12', 900],
    ['jon', '2026-06-30', 900],
    ['kim', '2026-04-19', 900],
    ['kim', '2026-04-20', 0],
    ['lou', '2026-03-19', 900],
    ['lou', '2026-03-20', 750],
    ['lou', '2026-06-30', 750],
  ] as const)('%s has on %s a monthly revenue of %d cents', (name, on, cents) => {
    expect(revenueOn(figuresOf(name), on)).toBe(cents);
  });

  it('hugo and ines pay nothing that recurs', () => {
    expect(revenueOn(others.hugo, '2026-03-01')).toBe(0);
    expect(revenueOn(others.ines, '2026-02-02')).toBe(0);
    expect(levelOn(others.hugo, 'licences', '2026-05-31')).toEqual({ total: 1, amount: 1 });
    expect(levelOn(others.ines, 'licences', '2026-03-01').total).toBe(1);
  });

  it('are new, renewed, churned and ended on the right days', () => {
    expect(happened(figuresOf('eve'))).toEqual([
      '2026-01-12 new',
      '2026-02-12 renewed',
      '2026-03-12 renewed',
      '2026-04-12 renewed',
      '2026-05-20 churned',
      '2026-05-20 ended_expired',
    ]);
    expect(happened(figuresOf('finn'))).toEqual([
      '2026-01-12 new',
      '2026-02-12 renewed',
      '2026-03-13 churned',
      '2026-03-13 ended_cancelled',
    ]);
    expect(happened(figuresOf('kim'))).toEqual([
      '2026-01-12 new',
      '2026-02-12 renewed',
      '2026-03-12 renewed',
      '2026-04-20 churned',
      '2026-04-20 ended_refunded',
      '2026-04-20 refunds',
    ]);
    expect(happened(figuresOf('gina'))).toEqual(['2026-07-12 ended_expired']);
    expect(happened(figuresOf('lou'))).toEqual([
      '2026-01-12 new',
      '2026-02-12 renewed',
      '2026-03-12 renewed',
      '2027-03-28 churned',
      '2027-03-28 ended_expired',
    ]);
    expect(happened(figuresOf('dan'))).toEqual([
      '2026-01-12 new',
      '2027-01-20 churned',
      '2027-01-20 ended_expired',
    ]);
  });

  it('of which one was kept: neither churned nor new', () => {
    expect(happened(figuresOf('jon'))).toEqual([
      '2026-01-12 new',
      '2026-02-12 renewed',
      '2026-03-12 renewed',
      '2026-04-12 renewed',
      '2026-05-12 renewed',
      '2026-06-12 renewed',
      '2026-07-20 churned',
      '2026-07-20 ended_expired',
    ]);
  });

  it('end without churn if they never paid for something that recurs', () => {
    expect(happened(others.hugo)).toEqual(['2026-06-01 ended_expired']);
    expect(happened(others.ines)).toEqual(['2026-03-02 ended_expired']);
  });

  it('add up', () => {
    const sum = startSum();
    for (const name of Object.keys(lives) as (keyof typeof lives)[])
      for (const figure of figuresOf(name)) sum.add(figure);
    for (const figure of [...others.hugo, ...others.ines]) sum.add(figure);
    const all = sum.list();
    // Ada 7.50, Ben 7.20, Cleo 9.00, Dan 112.50, Jon 9.00, Lou 7.50.
    expect(revenueOn(all, '2026-06-30')).toBe(15_270);
    expect(levelOn(all, 'mrr', '2026-06-30').total).toBe(6);
    // Gina has a licence, too.
    expect(levelOn(all, 'licences', '2026-06-30')).toEqual({ total: 7, amount: 21 });
    expect(levelOn(all, 'failing', '2026-05-13').total).toBe(1);
    expect(levelOn(all, 'failing', '2026-06-30').total).toBe(0);
  });
});

describe('Revenue', () => {
  it('of twelve yearly licences of 100.00 is 100.00 a month: sums are divided, not their parts', () => {
    const life = [
      created('2026-01-12T06:00:00Z', { planId: yearly, nextBillOn: day('2027-01-12') }),
      paid('2026-01-12T06:00:00Z', '1-1', {
        ...{ planId: yearly, amount: usd(10_000), nextBillOn: day('2027-01-12') },
      }),
    ];
    const sum = startSum();
    for (let number = 1; number <= 12; number += 1)
      for (const figure of contributionOf(`subscription:${number}`, life, context)) sum.add(figure);
    expect(revenueOn(sum.list(), '2026-02-01')).toBe(10_000);
  });

  it('counts a payment of 0 as a full discount, but not if a credit covers it', () => {
    const free = [begun, ...months([900, 900, 0])];
    expect(revenueOn(contributionOf(stream, free, context), '2026-03-13')).toBe(0);
    const smaller = updated('2026-02-20T06:00:00Z', { quantity: 1, oldQuantity: 2 });
    const credited = [
      created('2026-01-12T06:00:00Z', { quantity: 2 }),
      paid('2026-01-12T06:00:00Z', '1-1', { quantity: 2, amount: usd(1_800), nextCharge: usd(1_800) }),
      paid('2026-02-12T06:00:00Z', '1-2', {
        ...{ quantity: 2, amount: usd(1_800), nextCharge: usd(1_800), nextBillOn: day('2026-03-12') },
      }),
      smaller,
      paid('2026-03-12T06:00:00Z', '1-3', { amount: usd(0), nextBillOn: day('2026-04-12') }),
    ];
    expect(revenueOn(contributionOf(stream, credited, context), '2026-03-13')).toBe(900);
  });

  it('ends with the paid days if an administrator gave more', () => {
    const extended = own('2026-03-01T10:00:00Z', {
      ...{ type: 'licence_extended', by: 1, reason: 'an outage', until: day('2026-04-30') },
    });
    const figures = contributionOf(stream, [...lives.finn, extended], context);
    expect(happened(figures).slice(2)).toEqual(['2026-03-13 churned', '2026-05-01 ended_cancelled']);
  });

  it('returns with the first payment after a pause', () => {
    const life = [
      begun,
      ...months([900, 900]),
      updated('2026-02-20T06:00:00Z', { status: 'paused', pausedFrom: day('2026-03-12') }),
      updated('2026-06-12T06:00:00Z', { oldStatus: 'paused', nextBillOn: day('2026-07-12') }),
      paid('2026-06-12T06:00:00Z', '1-3', { nextBillOn: day('2026-07-12') }),
    ];
    expect(happened(contributionOf(stream, life, context)).slice(2, 5)).toEqual([
      '2026-03-13 churned',
      '2026-03-13 ended_paused',
      '2026-06-12 returned',
    ]);
  });

  it('keeps its currency', () => {
    const life = [
      begun,
      ...months([900]).map(({ occurredAt, fact }) => ({
        occurredAt,
        fact: { ...fact, amount: { minor: 800, currency: 'EUR' } } as TimedEvent['fact'],
      })),
    ];
    expect(contributionOf(stream, life, context)).toContainEqual({
      ...{ kind: 'mrr', day: day('2026-01-12'), planId: 1, currency: 'EUR', total: 1, amount: 9_600 },
    });
  });

  it('is the same whatever the order in which events arrived', () => {
    for (const life of Object.values(lives))
      expect(contributionOf(stream, life.toReversed(), context)).toEqual(
        contributionOf(stream, life, context),
      );
  });

  it('of streams that aren’t purchases is nothing', () => {
    expect(contributionOf('customer:3', sixMonths, context)).toEqual([]);
    expect(contributionOf(stream, [paid('2026-01-12T06:00:00Z', '1-1', { ref })], context)).toEqual([]);
  });
});

describe('The next charge', () => {
  it('is counted on its day, and no longer after a cancellation', () => {
    const due = (facts: readonly TimedEvent[]) =>
      contributionOf(stream, facts, context).filter(({ kind }) => kind === 'due');
    expect(due(sixMonths)).toEqual([
      { kind: 'due', day: day('2026-07-12'), planId: 1, currency: 'USD', total: 1, amount: 900 },
    ]);
    expect(due([...sixMonths, cancelled('2026-06-20T10:00:00Z')])).toEqual([]);
  });
});
