/** Tests what payments within a period are said to be for. */
import { describe, expect, it } from 'vitest';
import type { TimedEvent } from '#server/features/billing/fold/projection.ts';
import { created, day, paid, projectionOf, updated } from '#tests/rules/billing/fold/subscription-facts.ts';

const partsOf = (events: readonly TimedEvent[]) => {
  const parts = projectionOf(events).receipts.map(({ part }) => part);
  // The order in which the alerts arrive doesn't matter.
  expect(projectionOf(events.toReversed()).receipts.map(({ part }) => part)).toEqual(parts);
  return parts;
};

const through = (text: string) => ({ nextBillOn: day(text) });
const nine = { quantity: 9, ...through('2026-02-12') };
const start = [created('2026-01-12T10:00:00Z', nine), paid('2026-01-12T10:00:01Z', '1-1', nine)];
const fourteen = { quantity: 14, ...through('2026-02-12') };
/** The update with which Paddle reports more seats. */
const reseated = (at: string, from = 9, to = 14) =>
  updated(at, {
    ...{ quantity: to, oldQuantity: from, ...through('2026-02-12') },
    oldNextBillOn: day('2026-02-12'),
  });

describe('A payment within a period', () => {
  it('is for the seats that were added and the days that were left', () => {
    const seats = { kind: 'seats', seats: 5, days: 20 };
    const payment = paid('2026-01-23T08:00:00Z', '1-2', fourteen);
    expect(partsOf([...start, reseated('2026-01-23T08:00:00Z'), payment])).toEqual([null, seats]);
    // Without the alert about the change, the seats are those that were not paid for before.
    expect(partsOf([...start, payment])).toEqual([null, seats]);
  });

  it('counts from the seats before the change, even if fewer were paid for or some were given back before', () => {
    const changes = [
      reseated('2026-01-15T08:00:00Z', 9, 3),
      reseated('2026-01-23T08:00:00Z', 3, 14),
      paid('2026-01-23T08:00:00Z', '1-2', fourteen),
    ];
    expect(partsOf([...start, ...changes])[1]).toEqual({ kind: 'seats', seats: 11, days: 20 });
  });

  it('is recognized although the date of the next charge was moved before', () => {
    const moved = { quantity: 14, ...through('2026-02-20') };
    const changes = [
      updated('2026-01-14T08:00:00Z', { ...through('2026-02-20'), oldNextBillOn: day('2026-02-12') }),
      updated('2026-01-23T08:00:00Z', {
        ...{ quantity: 14, oldQuantity: 9, ...through('2026-02-20') },
        oldNextBillOn: day('2026-02-20'),
      }),
      paid('2026-01-23T08:00:00Z', '1-2', moved),
    ];
    expect(partsOf([...start, ...changes])[1]).toEqual({ kind: 'seats', seats: 5, days: 28 });
  });

  it('is for an unknown reason if neither plan nor seats changed', () => {
    expect(partsOf([...start, paid('2026-01-23T08:00:00Z', '1-2', nine)])).toEqual([null, { kind: 'extra' }]);
  });

  it('is for another plan with the same interval, and the days that were left', () => {
    const plan = { ...nine, planId: 101 };
    const changes = [
      updated('2026-01-23T08:00:00Z', {
        ...through('2026-02-12'),
        planId: 101,
        oldNextBillOn: day('2026-02-12'),
      }),
      paid('2026-01-23T08:00:00Z', '1-2', plan),
    ];
    expect(partsOf([...start, ...changes])[1]).toEqual({ kind: 'plan', fromPaddlePlanId: 100, days: 20 });
  });

  it('is for another plan if it begins a new period early', () => {
    const yearly = { ...nine, planId: 200, ...through('2027-01-23') };
    const payment = paid('2026-01-23T08:00:00Z', '1-2', yearly);
    const change = updated('2026-01-23T08:00:00Z', {
      ...{ planId: 200, ...through('2027-01-23'), oldNextBillOn: day('2026-02-12') },
    });
    const part = { kind: 'plan', fromPaddlePlanId: 100, days: null };
    expect(partsOf([...start, change, payment])).toEqual([null, part]);
    expect(partsOf([...start, payment])).toEqual([null, part]);
  });
});

describe('A payment for a whole period', () => {
  it.each([
    ['with the same seats', nine],
    ['with more seats, changed since', fourteen],
    ['of a plan changed since', { ...nine, planId: 101 }],
  ])('says nothing: a renewal %s', (_name, terms) => {
    const renewal = paid('2026-02-12T06:00:00Z', '1-2', { ...terms, ...through('2026-03-12') });
    expect(partsOf([...start, renewal])).toEqual([null, null]);
  });

  it('says nothing if seats were changed and changed back on the day before the renewal', () => {
    const changes = [
      reseated('2026-02-11T20:00:00Z', 9, 10),
      reseated('2026-02-11T21:00:00Z', 10, 9),
      paid('2026-02-12T06:00:00Z', '1-2', { quantity: 9, ...through('2026-03-12') }),
    ];
    expect(partsOf([...start, ...changes])[1]).toBeNull();
  });

  it('says nothing if it is paid late', () => {
    const late = paid('2026-02-16T06:00:00Z', '1-2', { ...nine, ...through('2026-03-12') });
    expect(partsOf([...start, late])[1]).toBeNull();
  });
});
