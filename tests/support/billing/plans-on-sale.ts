/** Plans that were on sale before a test begins. */
import type { Sequelize } from 'sequelize';
import { seedPlans } from '#scripts/demo/seed.ts';
import { planRepository } from '#server/features/catalogue/plan.repository.ts';
import type { Plan } from '#shared/catalogue/catalogue.ts';

/** Monthly, under the Paddle id that alerts name unless a test says otherwise. */
export const monicaMonthly = {
  product: 'Monica',
  friendlyName: 'Monthly plan',
  description: '',
  planName: 'monica-monthly',
  paddlePlanId: 24_749,
  price: { minor: 900, currency: 'USD' },
  frequency: 'Monthly',
} as const satisfies Omit<Plan, 'id'>;

/**
 * Saves a plan and settles it. A new plan asks the sweeper of a running portal to fold again what names it, which would
 * happen at some moment of the test and change versions that the test compares. To save a plan after alerts have come,
 * use the repository.
 */
export async function planOnSale(db: Sequelize, plan: Omit<Plan, 'id'> = monicaMonthly): Promise<Plan> {
  const plans = planRepository(db);
  const saved = await plans.save(plan);
  await plans.noteRefolded(saved.id, null);
  return saved;
}

/** The plans of the seed: both products, monthly and yearly. */
export async function seedPlansOnSale(db: Sequelize): Promise<void> {
  for (const plan of Object.values(seedPlans)) await planOnSale(db, plan);
}
