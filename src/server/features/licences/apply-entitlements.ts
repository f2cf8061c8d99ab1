/** Creates and updates licences to match the entitlements folded from their streams. */
import { isDeepStrictEqual } from 'node:util';
import type { Plan } from '#shared/catalogue/catalogue.ts';
import { type IssueDeps, issueLicences, type NewLicence, type SoldKeys } from './issue-licence.ts';
import type { Licence, LicenceState } from './licence.repository.ts';

/** The licence that the events of one stream entitle the customer to. Each stream grants at most one. */
export interface Entitlement extends Omit<LicenceState, 'planId'> {
  plan: Plan;
  /**
   * The buyer's address, which is written into the licence key when the key is issued; null if no event contains it.
   */
  purchaserEmail: string | null;
}

export interface EntitlementChanges {
  issued: NewLicence[];
  changed: LicenceState[];
}

const toState = ({ plan, purchaserEmail: _, ...rest }: Entitlement): LicenceState => ({
  ...rest,
  planId: plan.id,
});

const stateOf = ({ id: _, plan, ...rest }: Licence): LicenceState => ({ ...rest, planId: plan.id });

/** Compares entitlements with the stored licences, keyed by stream. Unchanged licences are left out of the result. */
export function entitlementChanges(
  entitlements: readonly Entitlement[],
  stored: ReadonlyMap<string, Licence>,
): EntitlementChanges {
  const changes: EntitlementChanges = { issued: [], changed: [] };
  for (const entitlement of entitlements) {
    const state = toState(entitlement);
    const known = stored.get(entitlement.stream);
    if (!known) changes.issued.push({ ...entitlement, state });
    else if (!isDeepStrictEqual(stateOf(known), state)) changes.changed.push(state);
  }
  return changes;
}

/**
 * Inserts new licences with their first keys and updates existing licences, in the caller's transaction. Existing keys
 * are never changed. Throws `UniqueConstraintError` if another transaction has just created one of the licences, and
 * `ConcurrencyConflictError` if a licence to update no longer exists. In both cases, the caller must retry its whole
 * transaction.
 */
export async function writeEntitlements(
  deps: IssueDeps,
  { issued, changed }: EntitlementChanges,
  sold?: SoldKeys,
): Promise<void> {
  await deps.licences.updateAll(changed);
  await issueLicences(deps, issued, sold);
}
