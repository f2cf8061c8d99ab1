/** Puts plans on sale before a test begins. */
import type { Sequelize } from 'sequelize';
import { seedPlans } from '#scripts/demo/seed.ts';
import { planRepository } from '#server/features/catalogue/plan.repository.ts';
import type { Plan, PlanToSave } from '#shared/catalogue/catalogue.ts';

/** The monthly plan. Its Paddle ID is the one that test alerts use by default. */
export const monicaMonthly = {
  product: 'Monica',
  friendlyName: 'Monthly plan',
  description: '',
  planName: 'monica-monthly',
  paddlePlanId: 24_749,
  price: { minor: 900, currency: 'USD' },
  frequency: 'Monthly',
} as const satisfies PlanToSave;

/**
 * Saves a plan and records that its streams need no refolding. Otherwise a running portal's sweeper would refold the
 * streams that refer to the plan during the test, which would change versions that the test compares. To save a plan
 * after alerts have arrived, use the repository instead.
 */
export async function planOnSale(db: Sequelize, plan: PlanToSave = monicaMonthly): Promise<Plan> {
  const plans = planRepository(db);
  const saved = await plans.save(plan);
  await plans.noteRefolded(saved.id, null);
  return saved;
}

/** Saves the seeded plans: both products, monthly and yearly. */
export async function seedPlansOnSale(db: Sequelize): Promise<void> {
  for (const plan of Object.values(seedPlans)) await planOnSale(db, plan);
}
