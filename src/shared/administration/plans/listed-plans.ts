/** Schemas for the plans in the administration. */
import { z } from 'zod';
import { ActReason } from '#shared/administration/acts.ts';
import { Plan, Product } from '#shared/catalogue/catalogue.ts';
import { PlanDetails } from '#shared/catalogue/plan-details.ts';

/** More running subscriptions of a plan aren't counted. */
export const maxCountedSubscriptions = 10_000;

export const ListedPlan = Plan.extend({
  /** Since when the plan is no longer sold; null if it is sold. */
  retiredAt: z.date().nullable(),
  version: z.int(),
  /** Number of subscriptions that haven't ended. One more than `maxCountedSubscriptions` if there are more. */
  running: z.int(),
  /** Whether anybody has ever bought the plan. Its product and its ID at Paddle are then fixed. */
  isUsed: z.boolean(),
});
export type ListedPlan = z.infer<typeof ListedPlan>;

export const NewPlan = z.object({ details: PlanDetails, reason: ActReason });
export type NewPlan = z.infer<typeof NewPlan>;

const ActOnPlan = z.object({ planId: z.int().positive(), reason: ActReason });

/** `version` is that of the plan whose details were changed, so that nobody undoes another person's change unseen. */
export const PlanEdit = ActOnPlan.extend({ version: z.int().positive(), details: PlanDetails });
export type PlanEdit = z.infer<typeof PlanEdit>;

/** Takes a plan off sale. */
export const PlanRetirement = ActOnPlan;

/** The most plans of a product that can be put in order at once. */
const maxArranged = 200;
const PlanOrder = z.array(z.int().positive()).max(maxArranged);

/** `seen` are the plans on sale in the order in which the administrator has seen them. */
export const PlanArrangement = z.object({
  product: Product,
  seen: PlanOrder,
  wanted: PlanOrder,
  reason: ActReason,
});
