/** Money never loses a cent. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMoney, minorDigits, multiply, parseDecimal, toDecimal } from '#shared/money.ts';

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
    'refuses %j',
    (text) => {
      expect(parseDecimal(text, 'USD')).toBeNull();
    },
  );

  it('refuses a currency that is none', () => {
    expect(parseDecimal('1', 'usd')).toBeNull();
    expect(parseDecimal('1', '')).toBeNull();
  });

  it('takes back every amount it wrote', () => {
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

describe('money for people', () => {
  it('is written as the locale writes it, with a true minus', () => {
    expect(formatMoney({ minor: 900, currency: 'USD' }, 'en-GB')).toBe('US$9.00');
    expect(formatMoney({ minor: -570, currency: 'USD' }, 'en-GB')).toBe('−US$5.70');
    expect(formatMoney({ minor: 1200, currency: 'JPY' }, 'en-GB')).toBe('JP¥1,200');
    expect(formatMoney({ minor: 900, currency: 'EUR' }, 'fr-FR')).toBe('9,00\u00a0€');
  });

  it('multiplies without floats', () => {
    expect(multiply({ minor: 1363, currency: 'USD' }, 10_000)).toEqual({
      minor: 13_630_000,
      currency: 'USD',
    });
  });

  it('knows how many decimals a currency has', () => {
    expect(['USD', 'JPY', 'KWD'].map(minorDigits)).toEqual([2, 0, 3]);
  });
});
