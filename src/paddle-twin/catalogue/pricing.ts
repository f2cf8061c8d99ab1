/**
 * A small but realistic market: currency, exchange rate and VAT by country. All other countries pay US dollars without
 * tax.
 */

import type { Coupon, Product } from './catalogue.ts';
import { type Money, minorPerMajor } from './money.ts';

interface Market {
  currency: string;
  /** Tax rate in tenths of a percent: 5.5 % is 55. */
  tax: number;
}

/** Currency units per US dollar. */
const rates: Record<string, number> = {
  USD: 1,
  EUR: 0.92,
  GBP: 0.79,
  CAD: 1.37,
  AUD: 1.52,
  NZD: 1.66,
  CHF: 0.88,
  JPY: 150,
  NOK: 10.8,
  SEK: 10.4,
  DKK: 6.86,
  PLN: 3.96,
  CZK: 23.1,
  HUF: 362,
  INR: 83.5,
};

/**
 * Currencies whose amounts are written with two decimals but rounded to whole units, because they have no smaller
 * coins.
 */
const wholeUnits: ReadonlySet<string> = new Set(['HUF']);

const euroCountries: Record<string, number> = {
  AT: 200,
  BE: 210,
  BG: 200,
  CY: 190,
  DE: 190,
  EE: 220,
  ES: 210,
  FI: 255,
  FR: 200,
  GR: 240,
  HR: 250,
  IE: 230,
  IT: 220,
  LT: 210,
  LU: 170,
  LV: 210,
  MT: 180,
  NL: 210,
  PT: 230,
  RO: 190,
  SI: 220,
  SK: 230,
};

const otherCountries: Record<string, Market> = {
  CZ: { currency: 'CZK', tax: 210 },
  DK: { currency: 'DKK', tax: 250 },
  HU: { currency: 'HUF', tax: 270 },
  PL: { currency: 'PLN', tax: 230 },
  SE: { currency: 'SEK', tax: 250 },
  GB: { currency: 'GBP', tax: 200 },
  CH: { currency: 'CHF', tax: 81 },
  NO: { currency: 'NOK', tax: 250 },
  AU: { currency: 'AUD', tax: 100 },
  NZ: { currency: 'NZD', tax: 150 },
  IN: { currency: 'INR', tax: 180 },
  JP: { currency: 'JPY', tax: 100 },
  CA: { currency: 'CAD', tax: 0 },
  US: { currency: 'USD', tax: 0 },
};

const reverseChargeCountries = new Set([...Object.keys(euroCountries), 'CZ', 'DK', 'HU', 'PL', 'SE']);

/** The countries offered at checkout. */
export const checkoutCountries: readonly string[] = [
  ...Object.keys(euroCountries),
  ...Object.keys(otherCountries),
  'AR',
  'BR',
  'IL',
  'KR',
  'MX',
  'SG',
  'TR',
  'ZA',
].sort();

function marketOf(country: string): Market {
  const euroTax = euroCountries[country];
  if (euroTax !== undefined) return { currency: 'EUR', tax: euroTax };
  return otherCountries[country] ?? { currency: 'USD', tax: 0 };
}

export interface Price {
  net: Money;
  tax: Money;
  gross: Money;
}

export interface Buyer {
  country: string;
  /** Whether the buyer is a company that provides its VAT number. In the EU, such buyers pay no VAT. */
  hasVatNumber?: boolean;
}

/**
 * The currency in which the seller sets prices. Prices in other currencies are derived from it unless the seller sets
 * them too.
 */
export const mainCurrency = 'USD';

/**
 * Returns the net price set for a currency, in minor units. If there is none, converts the price set for the main
 * currency; null if that isn't set either.
 */
function ownPrice(prices: readonly Money[], currency: string): number | null {
  const own = prices.find((price) => price.currency === currency);
  if (own) return own.minor;
  const main = prices.find((price) => price.currency === mainCurrency);
  return main ? (main.minor / 100) * (rates[currency] ?? 1) * minorPerMajor(currency) : null;
}

/**
 * Returns the unit price in the buyer's country, reduced by `coupon`. `prices` are net prices that a pay link sets in
 * place of the product's.
 */
export function priceOf(
  plan: Product,
  buyer: Buyer,
  { coupon = null, prices = [] }: { coupon?: Coupon | null; prices?: readonly Money[] } = {},
): Price {
  const { currency, tax } = marketOf(buyer.country);
  const step = wholeUnits.has(currency) ? minorPerMajor(currency) : 1;
  const rounded = (minor: number) => Math.round(minor / step) * step;
  const listed = (plan.usdCents / 100) * (rates[currency] ?? 1) * minorPerMajor(currency);
  const full = rounded(ownPrice(prices, currency) ?? listed);
  const net = coupon ? rounded((full * (100 - coupon.percent)) / 100) : full;
  const exempt = buyer.hasVatNumber === true && reverseChargeCountries.has(buyer.country);
  const taxed = exempt ? 0 : rounded((net * tax) / 1_000);
  return {
    net: { minor: net, currency },
    tax: { minor: taxed, currency },
    gross: { minor: net + taxed, currency },
  };
}

/** Converts an amount to US dollars, the currency of the seller's balance. */
export function toUsd(amount: Money): Money {
  const major = amount.minor / minorPerMajor(amount.currency);
  return { minor: Math.round((major / (rates[amount.currency] ?? 1)) * 100), currency: 'USD' };
}

/** Paddle doesn't charge amounts up to US$0.70. */
const smallestChargeUsdCents = 70;

export const isTooLow = (amount: Money): boolean => toUsd(amount).minor <= smallestChargeUsdCents;
