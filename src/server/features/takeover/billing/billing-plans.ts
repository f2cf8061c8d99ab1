/** The plans of the PHP portal, as far as billing needs them. */
import type { Frequency, Product } from '#shared/catalogue/catalogue.ts';

export interface OldPlan {
  /** Its number in the PHP portal. */
  id: number;
  product: Product;
  paddlePlanId: number;
  frequency: Frequency;
}

export interface OldPlans {
  byId: ReadonlyMap<number, OldPlan>;
  byPaddleId: ReadonlyMap<number, OldPlan>;
}

export const oldPlans = (plans: readonly OldPlan[]): OldPlans => ({
  byId: new Map(plans.map((plan) => [plan.id, plan])),
  byPaddleId: new Map(plans.map((plan) => [plan.paddlePlanId, plan])),
});
