/** Adds plans and changes them, by the same rules on the command line and in the administration. */
import type { BoundDeps } from '#server/deps.ts';
import { Locale } from '#shared/accounts/accounts.ts';
import type { PlanDetails } from '#shared/catalogue/plan-details.ts';
import type { StoredPlan } from './plan.repository.ts';

export type PlanRefusal = 'unknown_plan' | 'changed_meanwhile' | 'in_use' | 'known';

export type SavedPlan =
  | { status: 'saved'; before: StoredPlan | null; plan: StoredPlan }
  | { status: 'refused'; reason: PlanRefusal };

const refused = (reason: PlanRefusal): SavedPlan => ({ status: 'refused', reason });

/** Adds a plan, as the last one of its product. Refuses if there is one with the same ID at Paddle. */
export async function addPlan({ plans }: Pick<BoundDeps, 'plans'>, details: PlanDetails): Promise<SavedPlan> {
  const plan = await plans.add(details);
  return plan ? { status: 'saved', before: null, plan } : refused('known');
}

/**
 * Changes a plan that still has the version that the caller has seen. Once anybody has bought the plan, its product and
 * its ID at Paddle can't change, because licences and events refer to it by both. Anything else can: a price shown here
 * changes none at Paddle, and a corrected frequency schedules the plan's streams to be folded again. Texts in languages
 * that this release doesn't have are kept.
 */
export async function editPlan(
  { plans, planUse }: Pick<BoundDeps, 'plans' | 'planUse'>,
  { planId, version, details }: { planId: number; version: number; details: PlanDetails },
): Promise<SavedPlan> {
  const before = await plans.findById(planId);
  if (!before) return refused('unknown_plan');
  if (before.version !== version) return refused('changed_meanwhile');
  const isAnother = details.product !== before.product || details.paddlePlanId !== before.paddlePlanId;
  if (isAnother && (await planUse.count([before], { limit: 1 })).get(planId)?.isUsed)
    return refused('in_use');
  const isFoldedAnew = details.frequency !== before.frequency || details.paddlePlanId !== before.paddlePlanId;
  const kept = Object.entries(before.translations).filter(
    ([language]) => !Locale.safeParse(language).success,
  );
  const translations = { ...Object.fromEntries(kept), ...details.translations };
  const outcome = await plans.update(before, { ...details, translations }, { isFoldedAnew });
  if (outcome !== 'updated') return refused(outcome);
  const plan = await plans.findById(planId);
  return plan ? { status: 'saved', before, plan } : refused('unknown_plan');
}
