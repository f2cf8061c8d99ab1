/** Describes plans for the audit log. */
import type { StoredPlan } from '#server/features/catalogue/plan.repository.ts';
import type { AuditFact, AuditFacts } from '#shared/administration/audit.ts';
import { formatMoney } from '#shared/money.ts';

/** The facts have the names that `factNames` lists. Translations are told as one text per language. */
const factsOf = (plan: StoredPlan): AuditFacts => ({
  product: plan.product,
  plan: plan.friendlyName,
  description: plan.description,
  translations: Object.entries(plan.translations)
    .map(([language, text]) => `${language}: ${text.friendlyName}. ${text.description}`)
    .sort(),
  nameAtPaddle: plan.planName,
  paddlePlan: String(plan.paddlePlanId),
  price: formatMoney(plan.price, 'en'),
  frequency: plan.frequency,
  pauseAllowed: plan.pauseAllowed,
});

const isSame = (one: AuditFact | undefined, other: AuditFact | undefined): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** Returns the facts about a plan that differ, before and after. A new plan has no facts before. */
export function changedFacts(
  before: StoredPlan | null,
  after: StoredPlan,
): { before?: AuditFacts; after: AuditFacts } {
  const now = factsOf(after);
  if (!before) return { after: now };
  const old = factsOf(before);
  const changed = Object.keys(now).filter((name) => !isSame(old[name], now[name]));
  const only = (facts: AuditFacts): AuditFacts =>
    Object.fromEntries(changed.flatMap((name) => (name in facts ? [[name, facts[name] ?? null]] : [])));
  return { before: only(old), after: only(now) };
}
