/** Tests that calendar days are independent of time zones and correct in leap years. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  CalendarDate,
  dayOf,
  daysBetween,
  latestDay,
  parseDay,
  startOfDay,
} from '#shared/dates.ts';

const day = (text: string) => CalendarDate.parse(text);
const anyDay = fc
  .date({ min: new Date('1990-01-01T00:00:00Z'), max: new Date('2090-12-31T00:00:00Z'), noInvalidDate: true })
  .map(dayOf);

describe('CalendarDate', () => {
  it.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-1-1', '', 'tomorrow', '2026-11-23T00:00:00Z'])(
    'rejects %j',
    (text) => expect(CalendarDate.safeParse(text).success).toBe(false),
  );

  it('accepts 29 February in a leap year', () => expect(day('2028-02-29')).toBe('2028-02-29'));
});

describe('parseDay', () => {
  it('accepts both date formats that Paddle sends', () => {
    expect(parseDay('2022-04-02')).toBe('2022-04-02');
    expect(parseDay('2099-12-31 12:00:00')).toBe('2099-12-31');
  });

  it.each([
    '',
    'old_next_bill_date',
    '2022-04-02x',
    '2022-02-30',
    '2022-04-02 noon',
    '9999-12-31',
    '0001-01-01',
    '1999-12-31',
    '2200-01-01',
  ])('returns null for %j', (text) => {
    expect(parseDay(text)).toBeNull();
  });
});

describe('Date arithmetic', () => {
  it('adds days as daysBetween counts them', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -20_000, max: 20_000 }), (from, count) => {
        expect(daysBetween(from, addDays(from, count))).toBe(count);
      }),
    );
  });

  it('moves to the last day of a shorter month', () => {
    expect(addMonths(day('2026-01-31'), 1)).toBe('2026-02-28');
    expect(addMonths(day('2027-12-31'), 2)).toBe('2028-02-29');
    expect(addMonths(day('2028-02-29'), 12)).toBe('2029-02-28');
    expect(addMonths(day('2026-03-31'), -1)).toBe('2026-02-28');
  });

  it('starts a day at 00:00 UTC', () =>
    expect(startOfDay(day('2026-11-23')).toISOString()).toBe('2026-11-23T00:00:00.000Z'));

  it('finds the latest day and ignores nulls', () => {
    expect(latestDay(null, day('2026-01-01'), day('2026-03-01'), null, day('2026-02-01'))).toBe('2026-03-01');
    expect(latestDay(null, null)).toBeNull();
  });
});
