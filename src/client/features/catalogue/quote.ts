/** What an order costs as far as the portal knows it, and what somebody typed as a number of seats. */
import { maxSeats, type Offer, type OfferList } from '#shared/catalogue/catalogue.ts';
import { type Money, multiply } from '#shared/money.ts';

export interface Quote {
  total: Money;
  /** The tax inside the total; null when only Paddle knows it. */
  tax: Money | null;
  /** What a year costs less than twelve months; null where there is nothing to compare or to save. */
  saving: Money | null;
}

/** The sum for `quantity` seats or one account. */
export function quote(offer: Offer, quantity: number, { offers }: Pick<OfferList, 'offers'>): Quote {
  return {
    total: multiply(offer.unitPrice, quantity),
    tax: offer.unitTax && multiply(offer.unitTax, quantity),
    saving: savingOf(offer, quantity, offers),
  };
}

function savingOf({ plan, unitPrice }: Offer, quantity: number, offers: readonly Offer[]): Money | null {
  const monthly = offers.filter((other) => other.plan.frequency === 'Monthly');
  const [twin] = monthly;
  // With several monthly plans it is not said which one the yearly plan is the sister of.
  if (plan.frequency !== 'Annual' || !twin || monthly.length > 1) return null;
  if (twin.unitPrice.currency !== unitPrice.currency) return null;
  const minor = (twin.unitPrice.minor * 12 - unitPrice.minor) * quantity;
  return minor > 0 ? { minor, currency: unitPrice.currency } : null;
}

/** Reads a typed number of seats, "24" or "1 200"; null for anything else. */
export function parseSeats(typed: string): number | null {
  const digits = typed.replace(/[\s\u00A0\u202F]/g, '');
  if (!/^\d{1,6}$/.test(digits)) return null;
  const seats = Number(digits);
  return seats >= 1 && seats <= maxSeats ? seats : null;
}
