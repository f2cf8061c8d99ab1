/** Represents money as integer minor units and an ISO 4217 currency, never as a float. */
import { z } from 'zod';

export const CurrencyCode = z
  .string()
  .regex(/^[A-Z]{3}$/, 'a currency must be three capital letters, such as USD');

export const Money = z.object({
  /** Amount in the currency's smallest unit: cents for USD, yen for JPY, fils for KWD. */
  minor: z.int(),
  currency: CurrencyCode,
});
export type Money = z.infer<typeof Money>;

/**
 * Currencies whose minor unit isn't a hundredth, by ISO 4217 (list one, 2026). A fixed table, because `Intl` follows
 * CLDR, which describes everyday usage and changes: its release 48 removed the forint's decimals. The meaning of a
 * stored or transmitted amount must not depend on the version of Node or of the browser.
 */
const digitsOtherThanTwo: ReadonlyMap<string, number> = new Map([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'
    .split(' ')
    .map((currency) => [currency, 0] as const),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((currency) => [currency, 3] as const),
  ...'CLF UYW'.split(' ').map((currency) => [currency, 4] as const),
]);

/**
 * Returns the number of decimals of a currency by ISO 4217: 2 for USD and HUF, 0 for JPY, 3 for KWD. Unknown currencies
 * have 2.
 */
export const minorDigits = (currency: string): number => digitsOtherThanTwo.get(currency) ?? 2;

/**
 * Currencies for which some release of CLDR (38 to 48) has a different number of decimals than ISO 4217. Amounts in
 * them that were stored in minor units before the table above existed may be off by a factor of 100 or more.
 */
export const currenciesOfOtherDecimals: readonly string[] =
  'AFN ALL AMD COP CRC GYD HUF IDR IQD IRR KPW LAK LBP MGA MMK MUR PKR RSD SLE SLL SOS STN SYP TZS UYI UZS YER ZMW'.split(
    ' ',
  );

const decimalPattern = /^(-?)(\d{1,12})(?:\.(\d{1,20}))?$/;

/**
 * Parses a decimal in major units ("25", "25.00", "13.630000000000001"), rounding half away from zero to the minor
 * unit. Returns null if the text isn't a decimal or the currency isn't three capital letters.
 */
export function parseDecimal(text: string, currency: string): Money | null {
  const match = decimalPattern.exec(text.trim());
  if (!match || !CurrencyCode.safeParse(currency).success) return null;
  const [, sign, whole = '0', fraction = ''] = match;
  const digits = minorDigits(currency);
  const kept = fraction.slice(0, digits).padEnd(digits, '0');
  const roundUp = Number(fraction[digits] ?? '0') >= 5 ? 1 : 0;
  const minor = Number(whole + kept) + roundUp;
  return { minor: sign === '-' && minor !== 0 ? -minor : minor, currency };
}

/** Formats the amount as a plain decimal in major units, as Paddle writes it: "9.00", or "1200" for yen. */
export function toDecimal(money: Money): string {
  const digits = minorDigits(money.currency);
  const text = String(Math.abs(money.minor)).padStart(digits + 1, '0');
  const sign = money.minor < 0 ? '-' : '';
  return digits === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** Returns whether two amounts and their currencies are the same. */
export const isSameMoney = (one: Money, other: Money): boolean =>
  one.minor === other.minor && one.currency === other.currency;

/** Multiplies an amount by a count, such as a unit price by the number of seats. */
export function multiply(money: Money, count: number): Money {
  return { minor: money.minor * count, currency: money.currency };
}

/** Formats an amount for a locale, with a true minus sign and the decimals of ISO 4217. */
export function formatMoney(money: Money, locale: string): string {
  const digits = minorDigits(money.currency);
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: money.currency,
    // Both are set, because `Intl` would take a missing one from its own table.
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
    .format(money.minor / 10 ** digits)
    .replace('-', '−');
}
