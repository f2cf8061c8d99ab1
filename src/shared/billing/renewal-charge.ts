/**
 * Tells apart what can be known about the charge of a renewal and the charges after it. Pages and e-mails that name a
 * renewal have one sentence for each case, so that none takes an unknown amount for nothing.
 */
import type { DatedAmount } from '#shared/dated-amount.ts';
import type { Money } from '#shared/money.ts';

/** Null if unknown, as in `LicenceView`. */
interface KnownCharges {
  nextCharge: Money | null;
  firstCharge: DatedAmount | null;
  price: Money | null;
}

/**
 * - `unknown`: what the renewal costs isn't known.
 * - `covered`: a credit covers it; `firstCharge` is charged after that.
 * - `nothing_yet`: nothing is charged for it, but what is charged after that isn't known.
 * - `free`: nothing is charged, neither for it nor after that.
 * - `full`: its charge is the price, or the price isn't known.
 * - `less`, `more`: its charge is below or above the price, which is charged after that.
 */
export type RenewalCharge = 'unknown' | 'covered' | 'nothing_yet' | 'free' | 'full' | 'less' | 'more';

export function renewalCharge({ nextCharge, firstCharge, price }: KnownCharges): RenewalCharge {
  if (nextCharge === null) return 'unknown';
  if (firstCharge !== null) return 'covered';
  if (nextCharge.minor === 0) return price?.minor === 0 ? 'free' : 'nothing_yet';
  if (price === null || price.minor === nextCharge.minor) return 'full';
  return nextCharge.minor < price.minor ? 'less' : 'more';
}
