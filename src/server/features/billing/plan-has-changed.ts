/** What was bought is folded anew when the plan it was bought for is added, or changes. */
import type { Plan } from '#shared/catalogue.ts';
import type { Deps } from '../../deps.ts';

/**
 * To be called once a plan is saved, with what it was before; null when it was not there. At the next sweep alerts that
 * named it before it was there are applied, and what was paid once for it lasts as long as its period is now. A
 * subscription's days are told by its payments.
 */
export async function planHasChanged(
  { events, receipts, subjects, now }: Pick<Deps, 'events' | 'receipts' | 'subjects' | 'now'>,
  { before, plan }: { before: Plan | null; plan: Plan },
): Promise<void> {
  const at = now();
  await events.retryFailed(at);
  const paidBefore = await receipts.subjectsWithoutPlan();
  const paidOnce = before && before.frequency !== plan.frequency ? await receipts.ordersOfPlan(plan.id) : [];
  await subjects.makeDue([...paidBefore, ...paidOnce], at);
}
