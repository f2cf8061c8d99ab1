/** Parses the setting EXCHANGE_RATES, such as `USD 2026-11-01 EUR=1.08 GBP=1.27`. */
import { z } from 'zod';
import type { ExchangeRates as Rates } from '#shared/administration/figures/exchange-rates.ts';
import { parseDay } from '#shared/dates.ts';

const form =
  'must be a currency, a day and the value of one unit of each other currency, such as "USD 2026-11-01 EUR=1.08 GBP=1.27"';

const pattern = /^([A-Z]{3}) (\d{4}-\d{2}-\d{2})((?: [A-Z]{3}=\d{1,7}(?:\.\d{1,10})?)+)$/;

function parse(text: string): Rates | null {
  const [, currency, day, list] = pattern.exec(text.trim()) ?? [];
  const on = day === undefined ? null : parseDay(day);
  if (!currency || !on || !list) return null;
  const rates = list
    .trim()
    .split(' ')
    .map((part) => [part.slice(0, 3), Number(part.slice(4))] as const);
  const names = rates.map(([name]) => name);
  const isClear = new Set(names).size === names.length && !names.includes(currency);
  return isClear && rates.every(([, rate]) => rate > 0)
    ? { currency, on, rates: Object.fromEntries(rates) }
    : null;
}

/** Each currency may be named once, and a rate must be above 0. */
export const ExchangeRates = z.string().transform((text, context): Rates => {
  const rates = parse(text);
  if (rates) return rates;
  context.addIssue({ code: 'custom', message: form });
  return z.NEVER;
});
