/** Money, days, numbers and spaces as people of a language write them. */
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
  /** A day of the calendar; day and month never part at the end of a line. */
  day: (day: CalendarDate, style?: DayStyle) => string;
  /** The day of an instant, UTC, as the receipts count. */
  dayOfInstant: (instant: Date, style?: DayStyle) => string;
  /** Day and time of an instant, in the visitor's own time zone. */
  instant: (instant: Date) => string;
  number: (value: number) => string;
  /** The name of an ISO 3166 country; the code itself where it has no name. */
  country: (code: string) => string;
  /** The order in which names stand in a list: negative where `a` comes first. */
  compareNames: (a: string, b: string) => number;
}

/** Makes something when it is first wanted: each of the browser's formats takes as long to make as a small page to draw. */
function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** The formats of a language. */
export function makeFormats(language: Language): Formats {
  const { tag, beforeTime } = language;
  const names = once(() => new Intl.DisplayNames(tag, { type: 'region' }));
  const order = once(() => new Intl.Collator(tag));
  const numbers = once(() => new Intl.NumberFormat(tag));
  const dates = once(() => new Intl.DateTimeFormat(tag, { dateStyle: 'medium' }));
  const times = once(() => new Intl.DateTimeFormat(tag, { timeStyle: 'short' }));
  const days = new Map<DayStyle, Intl.DateTimeFormat>();

  function day(value: CalendarDate, style: DayStyle = 'full'): string {
    const known = days.get(style) ?? new Intl.DateTimeFormat(tag, { ...dayOptions[style], timeZone: 'UTC' });
    days.set(style, known);
    return dateText(known.formatToParts(startOfDay(value)), language);
  }

  return {
    money: (money) => formatMoney(money, tag),
    day,
    dayOfInstant: (instant, style) => day(dayOf(instant), style),
    instant: (instant) =>
      `${dateText(dates().formatToParts(instant), language)}${beforeTime}${times().format(instant)}`,
    number: (value) => numbers().format(value),
    country: (code) => names().of(code) ?? code,
    compareNames: (a, b) => order().compare(a, b),
  };
}
