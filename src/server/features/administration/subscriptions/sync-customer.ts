/** Compares a customer's subscriptions with Paddle now, instead of at night. */
import type { Performed } from '#server/features/administration/audit/audited.ts';
import { type ReconcileDeps, reconcileSubscription } from '#server/features/billing/reconcile/reconcile.ts';
import type { SyncOutcome } from '#shared/administration/subscriptions.ts';

/** More than a customer ever has. The others are compared at night. */
const maxCompared = 50;

/** After this many subscriptions without a response, Paddle isn't asked about the others: a person is waiting. */
const maxUnanswered = 2;

/** What Paddle says and no alert has told is logged and applied. A failure of Paddle's changes nothing. */
export async function syncCustomer(deps: ReconcileDeps, customerId: number): Promise<Performed<SyncOutcome>> {
  const subscriptions = (await deps.subscriptions.listForUser(customerId)).slice(0, maxCompared);
  const result: SyncOutcome = { subscriptions: subscriptions.length, findings: [], unanswered: 0 };
  for (const [index, { ref }] of subscriptions.entries()) {
    if (result.unanswered === maxUnanswered) {
      result.unanswered += subscriptions.length - index;
      break;
    }
    const { findings, problems } = await reconcileSubscription(deps, ref, { isWaitedFor: true });
    result.findings.push(...findings.map(({ kind, stream }) => ({ kind, stream })));
    if (problems.length > 0) result.unanswered += 1;
  }
  const { findings, unanswered } = result;
  return { result, after: { subscriptions: subscriptions.length, findings: findings.length, unanswered } };
}
