/** Procedures for the plans: what is sold, in which order, and how it compares with Paddle. */
import { z } from 'zod';
import { administrationProcedure, viewProcedure } from '#server/features/administration/procedures.router.ts';
import { comparePlans } from '#server/features/catalogue/compare-plans.ts';
import { limited } from '#server/platform/trpc/call-limits.ts';
import { Done, done } from '#server/platform/trpc/done.ts';
import { router } from '#server/platform/trpc/procedures.ts';
import {
  ListedPlan,
  maxCountedSubscriptions,
  NewPlan,
  PlanArrangement,
  PlanEdit,
  PlanRetirement,
} from '#shared/administration/plans/listed-plans.ts';
import { PlansAtPaddle } from '#shared/catalogue/plan-check.ts';
import { addNewPlan, arrange, changePlan, paddlePlanSubject, planSubject, setRetired } from './plan-acts.ts';

export const plansRouter = router({
  /** Lists all plans, also retired ones, in the order of the pages. */
  list: viewProcedure.output(z.array(ListedPlan)).query(async ({ ctx: { deps } }) => {
    const plans = await deps.plans.list();
    const uses = await deps.planUse.count(plans, { limit: maxCountedSubscriptions + 1 });
    return plans.map((plan) => ({ ...plan, ...(uses.get(plan.id) ?? { running: 0, isUsed: false }) }));
  }),

  /** Compares all plans with those at Paddle, which is asked at most once a minute unless `refresh` is set. */
  compare: viewProcedure
    .use(limited('administration'))
    .input(z.object({ refresh: z.boolean() }))
    .output(PlansAtPaddle)
    .query(({ ctx, input }) => comparePlans(ctx.deps, input)),

  add: administrationProcedure('plan.add')
    .input(NewPlan)
    .output(Done)
    .mutation(async ({ ctx, input: { details, reason } }) => {
      const subject = paddlePlanSubject(details.paddlePlanId);
      await ctx.act({ subject, reason }, (inside) => addNewPlan(inside, details));
      return done;
    }),

  edit: administrationProcedure('plan.edit')
    .input(PlanEdit)
    .output(Done)
    .mutation(async ({ ctx, input: { reason, ...edit } }) => {
      const subject = await planSubject(ctx.deps, edit.planId);
      await ctx.act({ subject, reason }, (inside) => changePlan(inside, edit));
      return done;
    }),

  retire: administrationProcedure('plan.retire')
    .input(PlanRetirement)
    .output(Done)
    .mutation(async ({ ctx, input: { planId, reason } }) => {
      const subject = await planSubject(ctx.deps, planId);
      await ctx.act({ subject, reason }, (inside) => setRetired(inside, { planId, isRetired: true }));
      return done;
    }),

  /** Sells a retired plan again. */
  restore: administrationProcedure('plan.restore')
    .input(PlanRetirement)
    .output(Done)
    .mutation(async ({ ctx, input: { planId, reason } }) => {
      const subject = await planSubject(ctx.deps, planId);
      await ctx.act({ subject, reason }, (inside) => setRetired(inside, { planId, isRetired: false }));
      return done;
    }),

  /** Puts the plans of a product in another order. */
  arrange: administrationProcedure('plan.arrange')
    .input(PlanArrangement)
    .output(Done)
    .mutation(async ({ ctx, input: { reason, ...order } }) => {
      const subject = { kind: 'list', id: `plans of ${order.product}`, userId: null } as const;
      await ctx.act({ subject, reason }, (inside) => arrange(inside, order));
      return done;
    }),
});
