/** Carries out what administrators do with plans, and says what it has changed. */
import type { BoundDeps, Deps } from '#server/deps.ts';
import type { AuditSubject } from '#server/features/administration/audit/audit-log.repository.ts';
import type { Performed } from '#server/features/administration/audit/audited.ts';
import { arrangePlans } from '#server/features/catalogue/arrange-plans.ts';
import { retirePlan } from '#server/features/catalogue/retire-plan.ts';
import { addPlan, editPlan, type PlanRefusal, type SavedPlan } from '#server/features/catalogue/save-plan.ts';
import type { Product } from '#shared/catalogue/catalogue.ts';
import type { PlanDetails } from '#shared/catalogue/plan-details.ts';
import { AppError, type ErrorCode } from '#shared/errors.ts';
import { changedFacts } from './plan-facts.ts';

const codes = {
  unknown_plan: 'not_found',
  changed_meanwhile: 'changed_meanwhile',
  in_use: 'plan_in_use',
  known: 'plan_known',
} as const satisfies Record<PlanRefusal, ErrorCode>;

/** The audit log names a plan by its ID at Paddle, which is what the operator knows it by. */
export const paddlePlanSubject = (paddlePlanId: number): AuditSubject => ({
  kind: 'plan',
  id: paddlePlanId,
  userId: null,
});

export async function planSubject({ plans }: Pick<Deps, 'plans'>, planId: number): Promise<AuditSubject> {
  const plan = await plans.findById(planId);
  return paddlePlanSubject(plan?.paddlePlanId ?? planId);
}

function performed(outcome: SavedPlan): Performed<null> {
  if (outcome.status === 'refused') throw new AppError(codes[outcome.reason], 'the plan was not saved');
  return { result: null, ...changedFacts(outcome.before, outcome.plan) };
}

export const addNewPlan = async (inside: BoundDeps, details: PlanDetails): Promise<Performed<null>> =>
  performed(await addPlan(inside, details));

export const changePlan = async (
  inside: BoundDeps,
  edit: { planId: number; version: number; details: PlanDetails },
): Promise<Performed<null>> => performed(await editPlan(inside, edit));

export async function setRetired(
  inside: BoundDeps,
  { planId, isRetired }: { planId: number; isRetired: boolean },
): Promise<Performed<null>> {
  const outcome = await retirePlan(inside, { planId, isRetired });
  if (outcome.status === 'refused')
    throw new AppError(codes[outcome.reason], `plan ${planId} was neither retired nor sold again`);
  return {
    result: null,
    before: { plan: outcome.plan.friendlyName, retired: !isRetired },
    after: { retired: isRetired },
  };
}

/** Names of the plans, in the order of the IDs. */
async function namesInOrder(inside: BoundDeps, ids: readonly number[]): Promise<string[]> {
  const names = new Map((await inside.plans.list()).map((plan) => [plan.id, plan.friendlyName]));
  return ids.flatMap((id) => names.get(id) ?? []);
}

export async function arrange(
  inside: BoundDeps,
  { product, seen, wanted }: { product: Product; seen: readonly number[]; wanted: readonly number[] },
): Promise<Performed<null>> {
  if (!(await arrangePlans(inside, { product, seen, wanted })))
    throw new AppError('changed_meanwhile', 'the plans on sale or their order have changed');
  return {
    result: null,
    before: { product, order: await namesInOrder(inside, seen) },
    after: { order: await namesInOrder(inside, wanted) },
  };
}
