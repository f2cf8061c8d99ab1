/** One of the roles that Paddle plays for the portal (`port.ts`). */
import type { PaddlePlan } from '#shared/catalogue/plan-check.ts';

/** The plans as the operator has set them up at Paddle. */
export interface PlanDirectory {
  /** Returns all plans of the operator's account. */
  everyPlan(): Promise<PaddlePlan[]>;
}
