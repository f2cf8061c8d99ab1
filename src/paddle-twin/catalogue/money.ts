/**
 * Money as Paddle handles it. The twin deliberately has a separate table of decimals: if it shared the portal's, both
 * could use the same wrong number and no test would notice.
 */
import { z } from 'zod';

/** The currencies that Paddle sells in (its "Supported currencies"), with the number of decimals it writes. */
const decimals: Readonly<Record<string, number>> = {
  ARS: 2,
  AUD: 2,
  BRL: 2,
  CAD: 2,
  CHF: 2,
  CLP: 0,
  CNY: 2,
  COP: 2,
  CZK: 2,
  DKK: 2,
  EUR: 2,
  GBP: 2,
  HKD: 2,
  HUF: 2,
  ILS: 2,
  INR: 2,
  JPY: 0,
  KRW: 0,
  MXN: 2,
  NOK: 2,
  NZD: 2,
  PEN: 2,
  PLN: 2,
  RUB: 2,
  SEK: 2,
  SGD: 2,
  THB: 2,
  TRY: 2,
  TWD: 2,
  UAH: 2,
  USD: 2,
  VND: 0,
  ZAR: 2,
};

export const currenciesSoldIn: readonly string[] = Object.keys(decimals);

export const Money = z.object({ minor: z.int(), currency: z.string().regex(/^[A-Z]{3}$/) });
export type Money = z.infer<typeof Money>;

export const isKnownCurrency = (currency: string): boolean => Object.hasOwn(decimals, currency);

/** Throws `RangeError` for a currency that Paddle doesn't sell in. */
function decimalsOf(currency: string): number {
  const known = decimals[currency];
  if (known === undefined) throw new RangeError(`Paddle does not sell in ${currency}`);
  return known;
}

/** Returns the number of minor units in a major unit: 100 cents, 1 yen. */
export const minorPerMajor = (currency: string): number => 10 ** decimalsOf(currency);

/** Converts an amount to a number in major units. Used for prices, which Paddle writes as JSON floats. */
export const toFloat = ({ minor, currency }: Money): number => minor / minorPerMajor(currency);

/** Formats an amount in major units, as in Paddle's alerts: "9.00", or "1200" for yen. */
export const toDecimal = (money: Money): string => toFloat(money).toFixed(decimalsOf(money.currency));

const written = /^-?\d{1,12}(?:\.(\d{1,4}))?$/;

/** Parses an amount in major units. Returns null if the text is malformed or has more decimals than the currency. */
export function parseDecimal(text: string, currency: string): Money | null {
  const match = written.exec(text.trim());
  if (!match) return null;
  const beyond = (match[1] ?? '').slice(decimalsOf(currency));
  if (/[1-9]/.test(beyond)) return null;
  return { minor: Math.round(Number(match[0]) * minorPerMajor(currency)), currency };
}

export const multiply = ({ minor, currency }: Money, count: number): Money => ({
  minor: minor * count,
  currency,
});

/** Formats an amount for readers of the given language. */
export function formatMoney(money: Money, language: string): string {
  const digits = decimalsOf(money.currency);
  return toFloat(money)
    .toLocaleString(language, {
      style: 'currency',
      currency: money.currency,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    })
    .replace('-', '−');
}
