/** Money, days, numbers and spaces as people of a language write them. */
import type { Locale } from '#shared/accounts/accounts.ts';
import { type CalendarDate, dayOf, startOfDay } from '#shared/dates.ts';
import { formatMoney, type Money } from '#shared/money.ts';

const tags = { en: 'en-GB', fr: 'fr-FR' } as const satisfies Record<Locale, string>;

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
  /** Day and time of an instant, by the clock of whoever looks. */
  instant: (instant: Date) => string;
  number: (value: number) => string;
  /** The name of an ISO 3166 country; the code itself when nobody knows a name. */
  country: (code: string) => string;
}

/** Makes something when it is first wanted: each of the browser's formats takes as long to make as a small page to draw. */
function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** The formats of a language. English is written the British way. */
export function makeFormats(locale: Locale): Formats {
  const tag = tags[locale];
  const names = once(() => new Intl.DisplayNames(tag, { type: 'region' }));
  const numbers = once(() => new Intl.NumberFormat(tag));
  const dates = once(() => new Intl.DateTimeFormat(tag, { dateStyle: 'medium' }));
  const times = once(() => new Intl.DateTimeFormat(tag, { timeStyle: 'short' }));
  const days = new Map<DayStyle, Intl.DateTimeFormat>();

  function day(value: CalendarDate, style: DayStyle = 'full'): string {
    const known = days.get(style) ?? new Intl.DateTimeFormat(tag, { ...dayOptions[style], timeZone: 'UTC' });
    days.set(style, known);
    return written(known.formatToParts(startOfDay(value)));
  }

  function written(parts: readonly Intl.DateTimeFormatPart[]): string {
    return parts
      .map((part, index) => {
        if (part.type === 'day' && locale === 'fr' && part.value === '1') return '1er';
        return part.type === 'literal' && index === 1 ? '\u00A0' : part.value;
      })
      .join('');
  }

  return {
    money: (money) => formatMoney(money, tag),
    day,
    dayOfInstant: (instant, style) => day(dayOf(instant), style),
    instant: (instant) =>
      `${written(dates().formatToParts(instant))}${locale === 'fr' ? ' à ' : ', '}${times().format(instant)}`,
    number: (value) => numbers().format(value),
    country: (code) => names().of(code) ?? code,
  };
}

const narrow = '\u202F';
const wide = '\u00A0';

function typeset(sentence: string): string {
  return sentence
    .replace(/ ([;?!])/g, `${narrow}$1`)
    .replace(/ (:|»)/g, `${wide}$1`)
    .replace(/« /g, `«${wide}`);
}

/**
 * French spacing: sentences are written with plain spaces, and printed with the ones that do not break. The same tree
 * with U+202F before ; ? ! and U+00A0 before : and inside « ».
 */
export function typesetFrench<T>(messages: T): T {
  if (typeof messages === 'string') return typeset(messages) as T;
  if (Array.isArray(messages)) return messages.map((each) => typesetFrench<unknown>(each)) as T;
  const entries = Object.entries(messages as object).map(([key, value]) => [
    key,
    typesetFrench<unknown>(value),
  ]);
  return Object.fromEntries(entries) as T;
}
