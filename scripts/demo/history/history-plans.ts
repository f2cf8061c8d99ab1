/** The plans sold during the prepared history, and those on sale now. */
import { seedPlans } from '#scripts/demo/seed.ts';
import { isSoldPerSeat, type PlanToSave } from '#shared/catalogue/catalogue.ts';
import type { TwinPlan } from '#twin/catalogue/catalogue.ts';

/** A plan that is no longer on sale. Existing subscribers keep it, but nobody can buy it. */
const retiredPlan = {
  product: 'OfficeLife',
  friendlyName: 'Monthly plan, two weeks free',
  planName: 'OfficeLife monthly with a trial',
  description: 'Two weeks free, then month by month for each employee.',
  translations: {
    fr: {
      friendlyName: 'Formule mensuelle, deux semaines gratuites',
      description: 'Deux semaines gratuites, puis un paiement par mois pour chaque employé.',
    },
  },
  paddlePlanId: 24_753,
  price: { minor: 400, currency: 'USD' },
  frequency: 'Monthly',
} as const satisfies PlanToSave;

export const historyPlans = { ...seedPlans, officeLifeTrial: retiredPlan };

const toTwinPlan = (plan: PlanToSave) => ({
  id: plan.paddlePlanId,
  name: plan.planName,
  interval: plan.frequency === 'Annual' ? ('year' as const) : ('month' as const),
  usdCents: plan.price.minor,
  perSeat: isSoldPerSeat(plan.product),
});

const retired = { ...toTwinPlan(retiredPlan), trialDays: 14 };

/** A plan that exists at Paddle but was never added to the portal, so alerts about it can't be applied. */
export const forgottenPlan = {
  ...{ id: 24_799, name: 'Monica for families', interval: 'month', usdCents: 1_200, perSeat: false },
} as const satisfies TwinPlan;

/** The plans that the demo's Paddle sells now. */
export const twinCatalogue: readonly TwinPlan[] = [
  ...Object.values(seedPlans).map(toTwinPlan),
  { ...retired, published: false },
  forgottenPlan,
];

/** The plans that Paddle sold during the history. The trial plan was still on sale then. */
export const twinCatalogueThen: readonly TwinPlan[] = [
  ...Object.values(seedPlans).map(toTwinPlan),
  { ...retired, published: true },
];
