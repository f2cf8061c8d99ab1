/** Schemas for the comparison of plans with those at Paddle. */
import { z } from 'zod';
import { Money } from '#shared/money.ts';
import { Frequency } from './catalogue.ts';

export const PlanInterval = z.object({
  unit: z.enum(['day', 'week', 'month', 'year']),
  count: z.int().positive(),
});
export type PlanInterval = z.infer<typeof PlanInterval>;

/** A plan as it is set up at Paddle. What Paddle didn't say, or said in a form that can't be read, is null. */
export const PaddlePlan = z.object({
  planId: z.int(),
  name: z.string().nullable(),
  interval: PlanInterval.nullable(),
  /** The recurring price of one unit, in each currency in which it is set. */
  prices: z.array(Money),
});
export type PaddlePlan = z.infer<typeof PaddlePlan>;

export const PlanDifference = z.discriminatedUnion('field', [
  z.object({ field: z.literal('name'), ours: z.string(), theirs: z.string().nullable() }),
  z.object({ field: z.literal('interval'), ours: Frequency, theirs: PlanInterval.nullable() }),
  /** `theirs` is null if Paddle has no price in our currency. */
  z.object({ field: z.literal('price'), ours: Money, theirs: Money.nullable() }),
]);
export type PlanDifference = z.infer<typeof PlanDifference>;

export const PlanComparison = z.object({
  planId: z.int(),
  /** Null if there is no such plan at Paddle. */
  theirs: PaddlePlan.nullable(),
  differences: z.array(PlanDifference),
});
export type PlanComparison = z.infer<typeof PlanComparison>;

/** `unavailable`: Paddle didn't answer. `refused`: it did, but refused to list its plans. */
export const PlansAtPaddle = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('compared'),
    askedAt: z.date(),
    plans: z.array(PlanComparison),
    /** Plans at Paddle that the portal doesn't have; the first of them, if there are many. */
    others: z.array(PaddlePlan),
    otherCount: z.int(),
  }),
  z.object({ status: z.literal('unavailable') }),
  z.object({ status: z.literal('refused') }),
]);
export type PlansAtPaddle = z.infer<typeof PlansAtPaddle>;
