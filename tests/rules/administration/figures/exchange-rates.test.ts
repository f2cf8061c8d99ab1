/** Tests the setting EXCHANGE_RATES, and that amounts are converted with it alone and rounded once. */
import { describe, expect, it } from 'vitest';
import { ExchangeRates } from '#server/config/exchange-rates.ts';
import { convert } from '#shared/administration/figures/exchange-rates.ts';

const parsed = (text: string) => ExchangeRates.safeParse(text).data;
const rates = ExchangeRates.parse('USD 2026-11-01 EUR=1.08 GBP=1.27 JPY=0.0066');

describe('EXCHANGE_RATES', () => {
  it('names a currency, a day and the value of one unit of each other currency', () => {
    expect(parsed('USD 2026-11-01 EUR=1.08 GBP=1.27')).toEqual({
      ...{ currency: 'USD', on: '2026-11-01', rates: { EUR: 1.08, GBP: 1.27 } },
    });
  });

  it.each([
    ['USD'],
    ['USD 2026-11-01'],
    ['usd 2026-11-01 EUR=1.08'],
    ['USD 2026-02-30 EUR=1.08'],
    ['USD 01.11.2026 EUR=1.08'],
    ['USD 2026-11-01 EUR=1,08'],
    ['USD 2026-11-01 EUR=0'],
    ['USD 2026-11-01 EUR=-1.08'],
    ['USD 2026-11-01 EUR=1e3'],
    ['USD 2026-11-01 EUR=1.08 EUR=1.09'],
    ['USD 2026-11-01 USD=1'],
    ['USD 2026-11-01  EUR=1.08'],
    ['USD 2026-11-01 EUR=1.08;GBP=1.27'],
  ])('is refused: %s', (text) => {
    expect(parsed(text)).toBeUndefined();
  });
});

describe('Converted amounts', () => {
  it('respect the decimals of their currencies and are rounded once', () => {
    const amounts = [
      { minor: 10_000, currency: 'USD' },
      { minor: 333, currency: 'EUR' },
      { minor: 333, currency: 'EUR' },
      { minor: 10_000, currency: 'JPY' },
    ];
    // 100.00 + 2 × 3.5964 + 66.00
    expect(convert(amounts, rates)).toEqual({ total: { minor: 17_319, currency: 'USD' }, without: [] });
  });

  it('leave out currencies without a rate, and say which', () => {
    const amounts = ['CHF', 'EUR', 'CHF', 'AUD'].map((currency) => ({ minor: 100, currency }));
    expect(convert(amounts, rates)).toEqual({
      ...{ total: { minor: 108, currency: 'USD' }, without: ['AUD', 'CHF'] },
    });
  });

  it('don’t depend on the order of the amounts', () => {
    const amounts = [
      { minor: 100, currency: 'GBP' },
      { minor: 100, currency: 'EUR' },
    ];
    expect(convert(amounts, rates)).toEqual(convert(amounts.toReversed(), rates));
  });
});
