/** Tests the client's pure functions: translations, amounts, URLs and the licence timeline. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quote } from '#client/features/catalogue/quote.ts';
import { layoutTimeline } from '#client/features/licences/timeline/layout-timeline.ts';
import { parseSeats } from '#client/forms/seats/parse-seats.ts';
import { makeFormats } from '#client/i18n/format.ts';
import { addDays, CalendarDate } from '#shared/dates.ts';
import { languages } from '#shared/languages/languages.ts';
import { safeNext } from '#shared/next-page.ts';
import { aLicence, anOffer, anOfferList, day, licenceStates, usd } from '#tests/pages/support/fixtures.ts';
import { messagesIn, sentencesOf } from '#tests/support/i18n/sentences.ts';

const english = new Map(sentencesOf(await messagesIn('en')));
const french = new Map(sentencesOf(await messagesIn('fr')));

describe('Translations', () => {
  /**
   * Returns the names of all arguments and tags in a sentence. A plural's branch may be a word, such as `one {key}`.
   */
  const handed = (sentence: string) => {
    const withoutBranches = sentence.replaceAll(/(?<=plural, one |\} other )\{\w+\}/g, '');
    return [...new Set(withoutBranches.match(/\{(\w+)(?=[},])|<(\w+)>/g) ?? [])].sort();
  };

  it('have the same keys, arguments and tags in both languages', () => {
    for (const [key, sentence] of english)
      expect([key, handed(french.get(key) ?? '')]).toEqual([key, handed(sentence)]);
    expect([...french.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it('follow the rules of French punctuation', () => {
    for (const [key, sentence] of french) {
      expect([key, sentence]).toEqual([key, expect.not.stringMatching(/'| [;?!:»]|« /)]);
      expect([key, sentence]).toEqual([key, expect.not.stringMatching(/[a-zé][;?!]/)]);
    }
  });

  it('have no exclamation marks, straight quotes or “please”', () => {
    for (const [key, sentence] of [...english, ...french]) {
      expect([key, sentence]).toEqual([key, expect.not.stringMatching(/!|"|please/i)]);
    }
  });
});

describe('Formats', () => {
  it('write dates and amounts for each locale and keep day and month on one line', () => {
    const english = makeFormats(languages.en);
    const french = makeFormats(languages.fr);
    expect(english.day(day('2026-12-12'))).toBe('12\u00a0December 2026');
    expect(french.day(day('2026-12-12'))).toBe('12\u00a0décembre 2026');
    expect(french.day(day('2027-01-01'))).toBe('1er\u00a0janvier 2027');
    expect(english.money(usd(-570))).toBe('−US$5.70');
    expect(french.money(usd(900))).toBe('9,00\u00a0$US');
    expect(french.country('SE')).toBe('Suède');
  });
});

describe('A quote', () => {
  it('multiplies the unit price by the seats exactly for any number of seats', () => {
    const list = anOfferList('OfficeLife');
    void fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), (seats) => {
        const [monthly, yearly] = list.offers;
        if (!monthly || !yearly) throw new Error('the fixture has two plans');
        expect(quote(monthly, seats, list)).toEqual({ total: usd(400 * seats), tax: null, saving: null });
        expect(quote(yearly, seats, list).saving).toEqual(usd(800 * seats));
      }),
    );
  });

  it('shows no saving when there is none or nothing to compare with', () => {
    const dear = anOffer('Monica', 'Annual', { unitPrice: usd(12_000) });
    expect(quote(dear, 1, { offers: [anOffer('Monica', 'Monthly'), dear] }).saving).toBeNull();
    expect(quote(dear, 1, { offers: [dear] }).saving).toBeNull();
    const inEuros = anOffer('Monica', 'Monthly', { unitPrice: { minor: 900, currency: 'EUR' } });
    expect(quote(anOffer('Monica', 'Annual'), 1, { offers: [inEuros] }).saving).toBeNull();
  });

  it('accepts only whole seat numbers from 1 to 10,000, with or without spaces', () => {
    void fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), (seats) => parseSeats(` ${seats} `) === seats),
    );
    void fc.assert(
      fc.property(fc.string(), (typed) => {
        const seats = parseSeats(typed);
        return seats === null || (Number.isInteger(seats) && seats >= 1 && seats <= 10_000);
      }),
    );
  });
});

describe('The redirect after signing in', () => {
  it('never leaves the site for any next parameter', () => {
    const parts = fc.constantFrom(
      '/',
      '\\',
      '//',
      'evil.example',
      '@',
      ':',
      'http',
      '.',
      '..',
      '?',
      '#',
      '%2f',
      '\t',
      'a',
    );
    void fc.assert(
      fc.property(fc.array(parts, { maxLength: 8 }), (pieces) => {
        const next = safeNext(pieces.join(''));
        if (next === undefined) return;
        expect(new URL(next, 'https://portal.example').origin).toBe('https://portal.example');
        expect(next).toMatch(/^\/(?!\/)/);
      }),
      { numRuns: 2_000 },
    );
    expect(safeNext('/monica?checkout=1#key')).toBe('/monica?checkout=1#key');
  });
});

describe('The licence timeline', () => {
  const anyDay = fc
    .integer({ min: -400, max: 400 })
    .map((days) => addDays(CalendarDate.parse('2026-11-23'), days));

  it('lays out a healthy licence to scale, without a grace period', () => {
    const line = layoutTimeline(licenceStates.active, day('2026-11-23'));
    expect(line).toMatchObject({ kind: 'renews', paidTo: 75, openStart: false });
    // 11 of 30 paid days, which take 75 percent.
    expect(line.today).toBeCloseTo((11 / 30) * 75, 0);
    expect(line.ticks.map((tick) => tick.day)).toEqual(['2026-11-12', '2026-12-12']);
    const yearly = layoutTimeline(licenceStates.yearly, day('2026-11-23'));
    expect(yearly.today).toBeCloseTo((175 / 365) * 75, 0);
  });

  it('puts today in the grace period when overdue, and no renewal after a cancellation', () => {
    const overdue = layoutTimeline(licenceStates.grace, day('2026-11-23'));
    expect(overdue).toMatchObject({ kind: 'overdue', paidTo: 50, openStart: true });
    expect(overdue.today).toBeCloseTo(50 + (3 / 7) * 50, 0);
    const ending = layoutTimeline(licenceStates.cancelled, day('2026-11-23'));
    expect(ending).toMatchObject({ kind: 'ends', paidTo: 100 });
    expect(ending.ticks.map((tick) => tick.day)).toEqual(['2026-11-12', '2026-12-12']);
  });

  it('shows the grace period on the last paid day too, if the payment has failed', () => {
    const due = {
      renewsOn: day('2026-11-23'),
      validUntil: day('2026-11-23'),
      worksThrough: day('2026-11-30'),
    };
    const failed = layoutTimeline(aLicence({ status: 'past_due', ...due }), day('2026-11-23'));
    expect(failed).toMatchObject({ kind: 'overdue', paidTo: 50, today: 50 });
    // An extended licence: today is long before the last paid day, and still in its place.
    const extended = layoutTimeline(licenceStates.past_due, day('2026-11-23'));
    expect(extended).toMatchObject({ kind: 'overdue', openStart: true, today: 0 });
    expect(extended.paidTo).toBeCloseTo((19 / 26) * 100, 0);
    expect(extended.ticks.map((tick) => tick.day)).toEqual(['2026-11-23', '2026-12-19']);
  });

  it('keeps all positions in range and in order for any dates', () => {
    const anyLicence = fc
      .record({
        paid: anyDay,
        grace: fc.integer({ min: 0, max: 60 }),
        period: fc.integer({ min: 0, max: 800 }),
      })
      .map(({ paid, grace, period }) =>
        aLicence({
          validUntil: paid,
          renewsOn: paid,
          worksThrough: addDays(paid, grace),
          periodStart: addDays(paid, -period),
        }),
      );
    const anyEnding = fc
      .record({ paid: anyDay, period: fc.integer({ min: 0, max: 800 }) })
      .map(({ paid, period }) =>
        aLicence({
          validUntil: paid,
          worksThrough: paid,
          renewsOn: null,
          standing: 'ending',
          periodStart: addDays(paid, -period),
        }),
      );
    void fc.assert(
      fc.property(fc.oneof(anyLicence, anyEnding), anyDay, anyDay, (licence, one, other) => {
        const [earlier, later] = one < other ? [one, other] : [other, one];
        const line = layoutTimeline(licence, earlier);
        const places = [line.today, ...line.ticks.map(({ at }) => at)];
        expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
        expect(Math.max(...places)).toBeLessThanOrEqual(100);
        expect(layoutTimeline(licence, later).today).toBeGreaterThanOrEqual(line.today);
        expect([...line.ticks].sort((a, b) => a.at - b.at)).toEqual(line.ticks);
      }),
    );
  });
});
