/**
 * Tests that days, times, money and numbers are formatted correctly for each language, including languages added later.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { makeFormats } from '#client/i18n/format.ts';
import { CalendarDate, startOfDay } from '#shared/dates.ts';
import { type Language, languages } from '#shared/languages/languages.ts';

/** A language that the portal doesn't have. In its dates, a period follows the day. */
const german: Language = {
  tag: 'de-DE',
  ownName: 'Deutsch',
  beforeTime: ', ',
  firstOfMonth: null,
  typeset: null,
};

const all: [string, Language][] = [...Object.entries<Language>(languages), ['de', german]];
const plain = (text: string) => text.replace(/[\u00A0\u202F]/g, ' ');
const days = ['2026-11-22', '2026-03-08', '2027-01-01', '2026-12-31'].map((day) => CalendarDate.parse(day));

describe.each(all)('%s', (_code, language) => {
  const formats = makeFormats(language);

  it.each(days)('formats %s as Intl does, except for the first of a month', (day) => {
    const options = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
    const expected = new Intl.DateTimeFormat(language.tag, options)
      .formatToParts(startOfDay(day))
      .map(({ type, value }) => (type === 'day' && value === '1' ? (language.firstOfMonth ?? value) : value))
      .join('');
    expect(plain(formats.day(day))).toBe(plain(expected));
  });

  it('keeps day and month on one line', () => {
    expect(formats.day(CalendarDate.parse('2026-11-22'))).toMatch(/^\D*22[.]?\u00A0\p{L}+ 2026$/u);
  });

  it('formats money and numbers as Intl does', () => {
    const money = new Intl.NumberFormat(language.tag, { style: 'currency', currency: 'EUR' });
    expect(formats.money({ minor: 123_456, currency: 'EUR' })).toBe(money.format(1_234.56));
    expect(formats.number(12_345)).toBe(new Intl.NumberFormat(language.tag).format(12_345));
  });

  it('sorts names by the rules of the language', () => {
    const names = ['DE', 'AT', 'OM', 'ZW', 'AX', 'SE', 'EG'].map(formats.country);
    expect(names.toSorted(formats.compareNames)).toEqual(
      names.toSorted((a, b) => a.localeCompare(b, language.tag)),
    );
  });

  it('formats an instant as a day and a time', () => {
    const instant = new Date(2026, 10, 22, 14, 5);
    const day = new Intl.DateTimeFormat(language.tag, { dateStyle: 'medium' }).format(instant);
    expect(plain(formats.instant(instant))).toBe(`${plain(day)}${language.beforeTime}14:05`);
  });
});

it('German dates keep their full stops', () => {
  const formats = makeFormats(german);
  expect(plain(formats.day(CalendarDate.parse('2026-11-22')))).toBe('22. November 2026');
  expect(formats.instant(new Date(2026, 10, 22, 14, 5))).toBe('22.11.2026, 14:05');
  expect(plain(formats.money({ minor: 123_456, currency: 'EUR' }))).toBe('1.234,56 €');
  const names = ['Zypern', 'Österreich', 'Oman'].toSorted(formats.compareNames);
  expect(names).toEqual(['Oman', 'Österreich', 'Zypern']);
});

it.each(Object.keys(languages))('The HTML page has a message for missing files in %s', (code) => {
  const [, words = ''] = /var words = \{([^}]*)\}/.exec(readFileSync('src/client/index.html', 'utf8')) ?? [];
  expect(words).toMatch(new RegExp(`\\b${code}: \\['[^']{20,}', '[^']{5,}'\\],`));
});
