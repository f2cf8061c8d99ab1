/** Tests that no cent is lost when money is parsed, computed or formatted. */
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { formatMoney, minorDigits, multiply, parseDecimal, toDecimal } from '#shared/money.ts';
import * as atPaddle from '#twin/catalogue/money.ts';

describe('parseDecimal', () => {
  it.each([
    ['25', 'USD', 2500],
    ['25.00', 'USD', 2500],
    ['23.25', 'EUR', 2325],
    ['13.630000000000001', 'USD', 1363],
    ['0.005', 'USD', 1],
    ['0.0049999', 'USD', 0],
    ['1200', 'JPY', 1200],
    ['1200.00', 'JPY', 1200],
    ['1.234', 'KWD', 1234],
    ['-5.70', 'USD', -570],
    ['-0', 'USD', 0],
  ])('reads %s %s as %i minor units', (text, currency, minor) => {
    expect(parseDecimal(text, currency)).toEqual({ minor, currency });
  });

  it.each(['unit_price', '', '1,50', '1.', '.5', '1e3', 'NaN', '--1', '9'.repeat(13)])(
    'rejects %j',
    (text) => {
      expect(parseDecimal(text, 'USD')).toBeNull();
    },
  );

  it('rejects an invalid currency', () => {
    expect(parseDecimal('1', 'usd')).toBeNull();
    expect(parseDecimal('1', '')).toBeNull();
  });

  it('round-trips every amount', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }),
        fc.constantFrom('USD', 'EUR', 'JPY', 'KWD'),
        (minor, currency) => {
          expect(parseDecimal(toDecimal({ minor, currency }), currency)).toEqual({
            minor: minor || 0,
            currency,
          });
        },
      ),
    );
  });
});

describe('Money', () => {
  it('is formatted for the locale with a real minus sign', () => {
    expect(formatMoney({ minor: 900, currency: 'USD' }, 'en-GB')).toBe('US$9.00');
    expect(formatMoney({ minor: -570, currency: 'USD' }, 'en-GB')).toBe('−US$5.70');
    expect(formatMoney({ minor: 1200, currency: 'JPY' }, 'en-GB')).toBe('JP¥1,200');
    expect(formatMoney({ minor: 900, currency: 'EUR' }, 'fr-FR')).toBe('9,00\u00a0€');
  });

  it('is multiplied without floating-point errors', () => {
    expect(multiply({ minor: 1363, currency: 'USD' }, 10_000)).toEqual({
      minor: 13_630_000,
      currency: 'USD',
    });
  });

  it('has the right number of decimals for each currency', () => {
    expect(['USD', 'HUF', 'JPY', 'KWD', 'CLF', 'XYZ'].map(minorDigits)).toEqual([2, 2, 0, 3, 4, 2]);
  });
});

/** The number of decimals of some currencies in two CLDR releases. Release 48 changed the first four. */
const cldr = {
  '42': { HUF: 2, COP: 2, IDR: 2, PKR: 2, CLP: 0, TWD: 2, RSD: 0 },
  '48': { HUF: 0, COP: 0, IDR: 0, PKR: 0, CLP: 0, TWD: 2, RSD: 0 },
  // Not a real release. Its numbers are wrong on purpose: a wrong amount in a test shows that Intl's own numbers were
  // used.
  odd: Object.fromEntries(atPaddle.currenciesSoldIn.map((currency) => [currency, 1])),
} satisfies Record<string, Record<string, number>>;

describe.each(Object.entries(cldr))('With the currency data of CLDR %s', (_release, digits) => {
  const own = Intl.NumberFormat;
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  /**
   * Replaces the runtime's number formatter with one that uses these numbers of decimals unless the caller specifies
   * others.
   */
  function stubIntl(): void {
    const known: Record<string, number> = digits;
    class Stub extends own {
      constructor(locale?: string, options: Intl.NumberFormatOptions = {}) {
        const its = known[options.currency ?? ''] ?? 2;
        const { minimumFractionDigits: least, maximumFractionDigits: most } = options;
        super(locale, {
          ...options,
          minimumFractionDigits: least ?? Math.min(its, most ?? its),
          maximumFractionDigits: most ?? Math.max(its, least ?? its),
        });
      }
    }
    vi.stubGlobal('Intl', { ...Intl, NumberFormat: Stub });
  }

  it.each(atPaddle.currenciesSoldIn)('%s is parsed and formatted the same', (currency) => {
    const money = parseDecimal('4138.00', currency);
    const shown = money && [formatMoney(money, 'en-GB'), formatMoney(money, 'fr-FR')];
    stubIntl();
    expect(parseDecimal('4138.00', currency)).toEqual(money);
    expect(money && toDecimal(money)).toBe(minorDigits(currency) === 0 ? '4138' : '4138.00');
    expect(money && [formatMoney(money, 'en-GB'), formatMoney(money, 'fr-FR')]).toEqual(shown);
    expect(shown?.[0]).toMatch(minorDigits(currency) === 0 ? /4,138$/ : /4,138\.00$/);
  });
});

describe('Paddle and the portal', () => {
  it.each(atPaddle.currenciesSoldIn)("parse each other's amounts in %s", (currency) => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000_000 }), (minor) => {
        expect(parseDecimal(atPaddle.toDecimal({ minor, currency }), currency)).toEqual({ minor, currency });
        expect(atPaddle.parseDecimal(toDecimal({ minor, currency }), currency)).toEqual({ minor, currency });
      }),
      { numRuns: 50 },
    );
  });
});
