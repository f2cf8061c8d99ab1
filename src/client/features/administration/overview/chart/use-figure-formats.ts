/** Formats months, shares and round numbers for the overview. Other pages don't need these formats. */
import { useMemo } from 'react';
import { useLocale } from '#client/i18n/locale.tsx';
import { type CalendarDate, startOfDay } from '#shared/dates.ts';
import { languages } from '#shared/languages/languages.ts';

export interface FigureFormats {
  /** "November 2026". */
  month: (day: CalendarDate) => string;
  /** "Nov", and "Jan 2026" for the first month of a year, for an axis. */
  shortMonth: (day: CalendarDate) => string;
  /** "Mon". */
  weekday: (day: CalendarDate) => string;
  /** "12k", for an axis. */
  round: (value: number) => string;
  /** "1.8%". */
  share: (value: number) => string;
}

function makeFigureFormats(tag: string): FigureFormats {
  const dated = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(tag, { ...options, timeZone: 'UTC' });
    return (day: CalendarDate) => format.format(startOfDay(day));
  };
  const counted = (options: Intl.NumberFormatOptions) => {
    const format = new Intl.NumberFormat(tag, options);
    return (value: number) => format.format(value).replace('-', '−');
  };
  const inYear = dated({ month: 'short' });
  const withYear = dated({ month: 'short', year: 'numeric' });
  return {
    month: dated({ month: 'long', year: 'numeric' }),
    shortMonth: (day) => (day.slice(5, 7) === '01' ? withYear(day) : inYear(day)),
    weekday: dated({ weekday: 'short' }),
    round: counted({ notation: 'compact', maximumFractionDigits: 1 }),
    share: counted({ style: 'percent', maximumFractionDigits: 1 }),
  };
}

export function useFigureFormats(): FigureFormats {
  const { locale } = useLocale();
  return useMemo(() => makeFigureFormats(languages[locale].tag), [locale]);
}
