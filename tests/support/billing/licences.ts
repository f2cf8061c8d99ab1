/** Creates plans and licences for tests, using the product's own use cases. */
import { randomUUID } from 'node:crypto';
import type { BoundDeps, Deps } from '#server/deps.ts';
import {
  type Entitlement,
  entitlementChanges,
  writeEntitlements,
} from '#server/features/licences/apply-entitlements.ts';
import { decryptKey } from '#server/features/licences/keys/stored-key.ts';
import type { Frequency, Plan, Product } from '#shared/catalogue/catalogue.ts';
import { CalendarDate } from '#shared/dates.ts';

export const day = (text: string): CalendarDate => CalendarDate.parse(text);

let paddleId = 20_000;

export function makePlan(
  deps: Pick<Deps, 'plans'>,
  product: Product = 'Monica',
  frequency: Frequency = 'Annual',
): Promise<Plan> {
  paddleId += 1;
  return deps.plans.save({
    product,
    friendlyName: frequency === 'Annual' ? 'Yearly plan' : 'Monthly plan',
    description: 'Everything',
    planName: 'Personal plan',
    paddlePlanId: paddleId,
    price: { minor: 9_000, currency: 'USD' },
    frequency,
  });
}

export const anEntitlement = (plan: Plan, over: Partial<Entitlement> = {}): Entitlement => ({
  stream: `subscription:${randomUUID()}`,
  userId: null,
  purchaserEmail: 'zoé@example.com',
  plan,
  status: 'active',
  subscriptionState: 'subscription_created',
  quantity: 1,
  startedOn: day('2026-12-31'),
  periodStart: null,
  validUntil: day('2027-01-31'),
  pausedFrom: null,
  endsOn: null,
  lastPaid: null,
  ...over,
});

/**
 * Applies a single entitlement with the code that the inbox uses for many. Returns the licence's ID and the outcome.
 */
export async function applyEntitlement(
  deps: BoundDeps,
  entitlement: Entitlement,
): Promise<{ licenceId: number; outcome: 'issued' | 'changed' | 'unchanged' }> {
  const streams = [entitlement.stream];
  const changes = entitlementChanges([entitlement], await deps.licences.listByStreams(streams));
  await writeEntitlements(deps, changes);
  const licence = (await deps.licences.listByStreams(streams)).get(entitlement.stream);
  if (!licence) throw new Error(`${entitlement.stream} has no licence`);
  const outcome = changes.issued.length > 0 ? 'issued' : changes.changed.length > 0 ? 'changed' : 'unchanged';
  return { licenceId: licence.id, outcome };
}

/** Issues a licence. Returns its key, decrypted as when it is shown to the customer. */
export async function makeLicence(
  deps: Deps,
  over: Partial<Entitlement> = {},
): Promise<{ licenceId: number; key: string; entitlement: Entitlement }> {
  const entitlement = anEntitlement(over.plan ?? (await makePlan(deps)), over);
  const { licenceId } = await deps.transaction((bound) => applyEntitlement(bound, entitlement));
  return { licenceId, key: await keyOf(deps, licenceId), entitlement };
}

export async function keyOf(deps: Deps, licenceId: number): Promise<string> {
  const stored = await deps.licenceKeys.findCurrent(licenceId);
  if (!stored) throw new Error(`licence ${licenceId} has no key`);
  return decryptKey(deps.keyVault, licenceId, stored);
}
