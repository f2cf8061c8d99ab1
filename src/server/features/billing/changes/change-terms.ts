/** Decides how a change of seats or plan is billed. Previews and requests use the same terms. */
import type { Licence } from '#server/features/licences/licence.repository.ts';
import type { ChangeTerms, SubscriptionChange } from '#server/platform/paddle/port.ts';
import type { Plan } from '#shared/catalogue/catalogue.ts';
import { startsNewPeriod } from './change-rules.ts';

export interface BilledChange {
  change: SubscriptionChange;
  terms: ChangeTerms;
}

/** More seats are charged at once, for the rest of the period. The credit for fewer seats reduces the next payment. */
export const changeOfSeats = ({ quantity }: Pick<Licence, 'quantity'>, wanted: number): BilledChange => ({
  change: { planId: null, quantity: wanted },
  terms: { prorate: true, billNow: wanted > quantity, keepModifiers: true },
});

const isCheaper = ({ price }: Plan, than: Plan): boolean =>
  price.currency === than.price.currency && price.minor < than.price.minor;

/**
 * A plan with another interval has to be charged at once, because it begins a new period. The credit for a cheaper plan
 * with the same interval reduces the next payment.
 */
export const changeOfPlan = (current: Plan, wanted: Plan): BilledChange => ({
  change: { planId: wanted.paddlePlanId, quantity: null },
  terms: {
    prorate: true,
    billNow: startsNewPeriod(current, wanted) || !isCheaper(wanted, current),
    keepModifiers: true,
  },
});
