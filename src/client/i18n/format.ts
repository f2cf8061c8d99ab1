/** Formats money, dates, numbers and country names for a language. */
import { type CalendarDate, dayOf, startOfDay } from '#shared/dates.ts';
import { dateText, type Language } from '#shared/languages/languages.ts';
import { formatMoney, type Money } from '#shared/money.ts';

export type DayStyle = 'full' | 'short' | 'shortYear';

const dayOptions = {
  full: { day: 'numeric', month: 'long', year: 'numeric' },
  short: { day: 'numeric', month: 'short' },
  shortYear: { day: 'numeric', month: 'short', year: 'numeric' },
} as const satisfies Record<DayStyle, Intl.DateTimeFormatOptions>;

export interface Formats {
  money: (money: Money) => string;
  /** Formats a calendar date. Day and month are never split across lines. */
  day: (day: CalendarDate, style?: DayStyle) => string;
  /** Formats the UTC date of an instant, as shown on receipts. */
  dayOfInstant: (instant: Date, style?: DayStyle) => string;
  /** Formats the date and time of an instant in the user's time zone. */
  instant: (instant: Date) => string;
  /** Like `instant`, with the name of the time zone, for a time by which the customer has to act. */
  deadline: (instant: Date) => string;
  number: (value: number) => string;
  /** Returns the name of a country from its ISO 3166 code, or the code itself if there is no name. */
  country: (code: string) => string;
  /** Compares names for sorting: negative if `a` comes first. */
  compareNames: (a: string, b: string) => number;
}

/**
 * Defers creating a value until it is first used. Creating one of the browser's formatters takes as long as rendering a
 * small page.
 */
function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Creates the formatters for a language. */
export function makeFormats(language: Language): Formats {
  const { tag, beforeTime } = language;
  const names = once(() => new Intl.DisplayNames(tag, { type: 'region' }));
  const order = once(() => new Intl.Collator(tag));
  const numbers = once(() => new Intl.NumberFormat(tag));
  const dates = once(() => new Intl.DateTimeFormat(tag, { dateStyle: 'medium' }));
  const times = once(() => new Intl.DateTimeFormat(tag, { timeStyle: 'short' }));
  const zonedTimes = once(
    () => new Intl.DateTimeFormat(tag, { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' }),
  );
  const days = new Map<DayStyle, Intl.DateTimeFormat>();

  function day(value: CalendarDate, style: DayStyle = 'full'): string {
    const known = days.get(style) ?? new Intl.DateTimeFormat(tag, { ...dayOptions[style], timeZone: 'UTC' });
    days.set(style, known);
    return dateText(known.formatToParts(startOfDay(value)), language);
  }

  const withTime = (instant: Date, time: Intl.DateTimeFormat): string =>
    `${dateText(dates().formatToParts(instant), language)}${beforeTime}${time.format(instant)}`;

  return {
    money: (money) => formatMoney(money, tag),
    day,
    dayOfInstant: (instant, style) => day(dayOf(instant), style),
    instant: (instant) => withTime(instant, times()),
    deadline: (instant) => withTime(instant, zonedTimes()),
    number: (value) => numbers().format(value),
    country: (code) => names().of(code) ?? code,
    compareNames: (a, b) => order().compare(a, b),
  };
}
