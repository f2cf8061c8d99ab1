/** Converts amounts into one currency with the rates that the operator has set. */
import type { CalendarDate } from '#shared/dates.ts';
import { type Money, minorDigits } from '#shared/money.ts';

export interface ExchangeRates {
  /** The currency that amounts are converted into. */
  currency: string;
  /** The day of the rates. */
  on: CalendarDate;
  /** What one unit of each other currency is worth. */
  rates: Readonly<Record<string, number>>;
}

/**
 * Converts amounts and adds them up. Rounds once, at the end. `without` lists the currencies that have no rate, whose
 * amounts are left out.
 */
export function convert(
  amounts: readonly Money[],
  { currency, rates }: ExchangeRates,
): { total: Money; without: string[] } {
  const without = new Set<string>();
  let minor = 0;
  for (const amount of amounts) {
    const rate = amount.currency === currency ? 1 : rates[amount.currency];
    if (rate === undefined) without.add(amount.currency);
    else minor += amount.minor * rate * 10 ** (minorDigits(currency) - minorDigits(amount.currency));
  }
  return { total: { minor: Math.round(minor), currency }, without: [...without].sort() };
}
