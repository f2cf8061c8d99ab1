/** The plans that a new shop sells for both products. */
import type { PlanRepository } from '#server/features/catalogue/plan.repository.ts';
import type { Plan, PlanToSave } from '#shared/catalogue/catalogue.ts';

/** The seeded plans, each with its id at the Paddle twin. */
export const seedPlans = {
  monicaMonthly: {
    product: 'Monica',
    friendlyName: 'Monthly plan',
    planName: 'Monica monthly',
    description: 'Pay month by month and cancel any time.',
    translations: {
      fr: { friendlyName: 'Formule mensuelle', description: 'Payez chaque mois et résiliez à tout moment.' },
    },
    paddlePlanId: 24_749,
    price: { minor: 900, currency: 'USD' },
    frequency: 'Monthly',
  },
  monicaYearly: {
    product: 'Monica',
    friendlyName: 'Yearly plan',
    planName: 'Monica yearly',
    description: 'Pay once a year and get two months free.',
    translations: {
      fr: {
        friendlyName: 'Formule annuelle',
        description: 'Payez une fois par an : deux mois vous sont offerts.',
      },
    },
    paddlePlanId: 24_750,
    price: { minor: 9_000, currency: 'USD' },
    frequency: 'Annual',
  },
  officeLifeMonthly: {
    product: 'OfficeLife',
    friendlyName: 'Monthly plan',
    planName: 'OfficeLife monthly',
    description: 'Pay month by month for each employee.',
    translations: {
      fr: { friendlyName: 'Formule mensuelle', description: 'Payez chaque mois, pour chaque employé.' },
    },
    paddlePlanId: 24_751,
    price: { minor: 400, currency: 'USD' },
    frequency: 'Monthly',
  },
  officeLifeYearly: {
    product: 'OfficeLife',
    friendlyName: 'Yearly plan',
    planName: 'OfficeLife yearly',
    description: 'Pay once a year for each employee and get two months free.',
    translations: {
      fr: {
        friendlyName: 'Formule annuelle',
        description: 'Payez une fois par an pour chaque employé : deux mois vous sont offerts.',
      },
    },
    paddlePlanId: 24_752,
    price: { minor: 4_000, currency: 'USD' },
    frequency: 'Annual',
  },
} as const satisfies Record<string, PlanToSave>;

/** Creates or updates the plans, and returns them with their ids. */
export async function seedShop(plans: Pick<PlanRepository, 'save'>): Promise<Plan[]> {
  const saved: Plan[] = [];
  for (const plan of Object.values(seedPlans)) saved.push(await plans.save(plan));
  return saved;
}
