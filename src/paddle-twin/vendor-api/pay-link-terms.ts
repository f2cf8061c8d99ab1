/** Parses the terms that a pay link sets in place of the product's: the trial, prices and the day it expires. */
import { type CalendarDate, parseDay } from '#shared/dates.ts';
import type { Account } from '#twin/account/account.ts';
import { isKnownCurrency, type Money, parseDecimal } from '#twin/catalogue/money.ts';
import { isTooLow, mainCurrency } from '#twin/catalogue/pricing.ts';
import type { Faults } from '#twin/faults.ts';
import type { PayLink } from '#twin/state/state.ts';
import { type Fields, listIn, numberIn } from './fields.ts';
import { refuse } from './refusal.ts';

type Terms = Pick<PayLink, 'trialDays' | 'prices' | 'recurringPrices' | 'expiresOn'>;

const maxTrialDays = 3_650;

/**
 * Parses prices such as `USD:19.99`. If any are given, there must be one in the main currency; otherwise the call is
 * refused (125).
 */
function pricesIn(fields: Fields, name: string): Money[] {
  const prices = listIn(fields, name).map((text) => {
    const [, currency = '', amount = ''] = /^([A-Z]{3}):(.*)$/.exec(text.trim()) ?? [];
    if (currency === '') throw refuse(139);
    if (!isKnownCurrency(currency)) throw refuse(140);
    const price = parseDecimal(amount, currency);
    if (!price || price.minor < 0) throw refuse(139);
    return price;
  });
  const currencies = new Set(prices.map(({ currency }) => currency));
  if (currencies.size < prices.length) throw refuse(139);
  if (prices.length > 0 && !currencies.has(mainCurrency)) throw refuse(125);
  return prices;
}

function expiryIn(account: Account, fields: Fields): CalendarDate | null {
  if (!fields.expires) return null;
  const day = fields.expires.length === 10 ? parseDay(fields.expires) : null;
  if (day === null || day < account.today()) throw refuse(117);
  return day;
}

/**
 * Throws a `Refusal` for invalid terms. The fault `zeroInitialPrice` decides whether a link with a trial may set an
 * initial price of 0.
 */
export function payLinkTerms(account: Account, fields: Fields, { zeroInitialPrice }: Faults): Terms {
  const trialDays = numberIn(fields, 'trial_days', { min: 0, max: maxTrialDays });
  const prices = pricesIn(fields, 'prices');
  const recurringPrices = pricesIn(fields, 'recurring_prices');
  for (const price of prices) {
    const isFreeTrial = price.minor === 0 && trialDays !== null && trialDays > 0;
    if (isFreeTrial && zeroInitialPrice === 'refused_118') throw refuse(118);
    if (isFreeTrial && zeroInitialPrice === 'refused_150') throw refuse(150);
    if (!isFreeTrial && isTooLow(price)) throw refuse(150);
  }
  if (recurringPrices.some(isTooLow)) throw refuse(143);
  return { trialDays, prices, recurringPrices, expiresOn: expiryIn(account, fields) };
}
