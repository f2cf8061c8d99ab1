import { type Money, minorDigits, parseDecimal } from '#shared/money.ts';

/**
 * Reads an amount that was typed in major units of the currency, with a comma or a point before the decimals. Returns
 * null if it isn't an amount above 0, or has more decimals than the currency: nothing is rounded, and a separator of
 * thousands isn't mistaken for one of decimals.
 */
export function parseAmount(typed: string, currency: string): Money | null {
  const plain = typed.replace(/[\s\u00A0\u202F]/g, '').replace(',', '.');
  const decimals = /^\d+(?:\.(\d+))?$/.exec(plain)?.[1] ?? '';
  if (decimals.length > minorDigits(currency)) return null;
  const amount = parseDecimal(plain, currency);
  return amount && amount.minor > 0 ? amount : null;
}
