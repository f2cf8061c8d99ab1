/** Takes plans off sale, and sells them again. */
import type { BoundDeps } from '#server/deps.ts';
import type { StoredPlan } from './plan.repository.ts';

export type RetiredPlan =
  | { status: 'changed'; plan: StoredPlan }
  | { status: 'refused'; reason: 'unknown_plan' | 'changed_meanwhile' };

/**
 * Takes a plan off sale, or sells it again. A retired plan can't be bought, switched to or continued. Who has it keeps
 * it: its subscriptions renew, and a pay link that was made before still issues a licence. It can still be granted.
 */
export async function retirePlan(
  { plans, now }: Pick<BoundDeps, 'plans' | 'now'>,
  { planId, isRetired }: { planId: number; isRetired: boolean },
): Promise<RetiredPlan> {
  const plan = await plans.findById(planId);
  if (!plan) return { status: 'refused', reason: 'unknown_plan' };
  const wasRetired = plan.retiredAt !== null;
  const isDone = wasRetired !== isRetired && (await plans.setRetired(plan, isRetired ? now() : null));
  return isDone ? { status: 'changed', plan } : { status: 'refused', reason: 'changed_meanwhile' };
}
