/** Adds what administrators have to look into: an alert about an unknown plan, alerts that got lost, and payouts. */
import { ingestMissedAlerts } from '#server/features/billing/reconcile/ingest-missed-alerts.ts';
import { writePassthrough } from '#server/platform/paddle/passthrough.ts';
import { hourMs } from '#shared/durations.ts';
import type { Person } from './history/history.ts';
import { forgottenPlan } from './history/history-plans.ts';
import type { Shop } from './shop.ts';

/** Customers whose alerts get lost. */
const lost = 3;

/** Lets it happen at the Paddle twin, as it would happen at Paddle. */
export async function makeTrouble(
  { twin, asOperator }: Pick<Shop, 'twin' | 'asOperator'>,
  people: readonly Person[],
): Promise<void> {
  const buyer = people.find(({ lives, logIn }) => lives.length === 0 && logIn === undefined);
  if (!buyer) throw new Error('everybody in the history has bought something');
  const account = await asOperator((deps) => deps.accounts.findByEmail(buyer.email));
  if (!account) throw new Error(`${buyer.email} has no account`);
  twin.payOut();
  twin.subscribe({
    planId: forgottenPlan.id,
    email: buyer.email,
    customerName: buyer.name,
    passthrough: writePassthrough(account.id),
  });
  twin.setFaults({ lose: 1 });
  for (const { userId } of twin.truth().subscriptions.slice(0, lost)) twin.joinAudience(userId);
  twin.setFaults({ lose: 0 });
  await twin.drain();
  await asOperator((deps) =>
    ingestMissedAlerts(deps, {
      since: new Date(deps.now().getTime() - hourMs),
      dryRun: false,
      onLost: () => undefined,
      onUnstored: (_alert, error) => {
        throw error;
      },
    }),
  );
}
