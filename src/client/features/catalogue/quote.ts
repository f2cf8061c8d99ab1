/** Computes the price of an order, excluding coupons and any tax that only Paddle knows. */
import type { Offer, OfferList } from '#shared/catalogue/catalogue.ts';
import { type Money, multiply } from '#shared/money.ts';

export interface Quote {
  total: Money;
  /** Tax included in the total; null if only Paddle knows it. */
  tax: Money | null;
  /**
   * Savings of a yearly plan over twelve monthly payments; null if there is no comparable monthly plan or nothing is
   * saved.
   */
  saving: Money | null;
}

/** Computes the price of an order. `quantity` is the number of seats, or 1 for products not sold per seat. */
export function quote(offer: Offer, quantity: number, { offers }: Pick<OfferList, 'offers'>): Quote {
  return {
    total: multiply(offer.unitPrice, quantity),
    tax: offer.unitTax && multiply(offer.unitTax, quantity),
    saving: savingOf(offer, quantity, offers),
  };
}

/** What the customer pays now and at each renewal, as far as the portal knows. */
export interface Due {
  amount: Money;
  /**
   * `exact`: what Paddle charges. `about`: the total without tax for a VAT-registered business, because Paddle decides
   * whether the VAT number is valid and rounds the tax itself. `before_tax`: Paddle adds tax.
   */
  certainty: 'exact' | 'about' | 'before_tax';
}

/** Returns what is due for an order. `withVat` is whether the customer buys with a VAT number. */
export function dueFor({ total, tax }: Pick<Quote, 'total' | 'tax'>, withVat: boolean): Due {
  if (tax === null) return { amount: total, certainty: 'before_tax' };
  return withVat && tax.minor > 0
    ? { amount: { ...total, minor: total.minor - tax.minor }, certainty: 'about' }
    : { amount: total, certainty: 'exact' };
}

function savingOf({ plan, unitPrice }: Offer, quantity: number, offers: readonly Offer[]): Money | null {
  const monthly = offers.filter((other) => other.plan.frequency === 'Monthly');
  const [twin] = monthly;
  // If there are several monthly plans, it isn't known which one to compare the yearly plan with.
  if (plan.frequency !== 'Annual' || !twin || monthly.length > 1) return null;
  if (twin.unitPrice.currency !== unitPrice.currency) return null;
  const minor = (twin.unitPrice.minor * 12 - unitPrice.minor) * quantity;
  return minor > 0 ? { minor, currency: unitPrice.currency } : null;
}
