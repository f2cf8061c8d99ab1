/** Decides how a change of seats or plan is billed. Previews and requests use the same terms. */
import type { Licence } from '#server/features/licences/licence.repository.ts';
import type { ChangeTerms, SubscriptionChange } from '#server/platform/paddle/port.ts';
import type { Plan } from '#shared/catalogue/catalogue.ts';

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
 * A new period has to be charged at once. The credit for a cheaper plan within the same period reduces the next
 * payment.
 */
export const changeOfPlan = (current: Plan, wanted: Plan, startsNewPeriod: boolean): BilledChange => ({
  change: { planId: wanted.paddlePlanId, quantity: null },
  terms: {
    prorate: true,
    billNow: startsNewPeriod || !isCheaper(wanted, current),
    keepModifiers: true,
  },
});
