/** Compares the plans with those that the operator has set up at Paddle. Changes nothing on either side. */
import type { Deps } from '#server/deps.ts';
import { PaddleRefusal, PaddleUnavailable } from '#server/platform/paddle/errors.ts';
import { monthsOf, type Plan } from '#shared/catalogue/catalogue.ts';
import type {
  PaddlePlan,
  PlanComparison,
  PlanDifference,
  PlansAtPaddle,
} from '#shared/catalogue/plan-check.ts';

/** More plans at Paddle that the portal doesn't have are only counted. */
const maxOthers = 50;

const monthsPer = { day: null, week: null, month: 1, year: 12 } as const;

function isSameInterval({ frequency }: Pick<Plan, 'frequency'>, theirs: PaddlePlan['interval']): boolean {
  const months = theirs && monthsPer[theirs.unit];
  return theirs !== null && months !== null && months * theirs.count === monthsOf[frequency];
}

/** Returns what differs. A price is compared with Paddle's price in the same currency. */
function differencesOf(plan: Plan, theirs: PaddlePlan): PlanDifference[] {
  const { planName, frequency, price } = plan;
  const priced = theirs.prices.find(({ currency }) => currency === price.currency) ?? null;
  const differences: PlanDifference[] = [];
  if (theirs.name !== planName) differences.push({ field: 'name', ours: planName, theirs: theirs.name });
  if (!isSameInterval(plan, theirs.interval))
    differences.push({ field: 'interval', ours: frequency, theirs: theirs.interval });
  if (priced?.minor !== price.minor) differences.push({ field: 'price', ours: price, theirs: priced });
  return differences;
}

function comparisonOf(plan: Plan, theirs: PaddlePlan | undefined): PlanComparison {
  if (!theirs) return { planId: plan.id, theirs: null, differences: [] };
  return { planId: plan.id, theirs, differences: differencesOf(plan, theirs) };
}

/** Compares all plans at once. If Paddle doesn't answer, or refuses, says so. `refresh` asks Paddle again. */
export async function comparePlans(
  deps: Pick<Deps, 'plans' | 'paddlePlans'>,
  { refresh }: { refresh: boolean },
): Promise<PlansAtPaddle> {
  try {
    const { plans: found, askedAt } = await deps.paddlePlans.list({ refresh });
    const theirs = new Map(found.map((plan) => [plan.planId, plan]));
    const ours = await deps.plans.list();
    const known = new Set(ours.map(({ paddlePlanId }) => paddlePlanId));
    const others = found.filter(({ planId }) => !known.has(planId));
    return {
      status: 'compared',
      askedAt,
      plans: ours.map((plan) => comparisonOf(plan, theirs.get(plan.paddlePlanId))),
      others: others.slice(0, maxOthers),
      otherCount: others.length,
    };
  } catch (error) {
    // The adapter has logged why.
    if (error instanceof PaddleUnavailable) return { status: 'unavailable' };
    if (error instanceof PaddleRefusal) return { status: 'refused' };
    throw error;
  }
}
