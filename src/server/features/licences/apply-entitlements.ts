/** Brings licences in line with what the events of their streams entitle to. */
import { isDeepStrictEqual } from 'node:util';
import type { Plan } from '#shared/catalogue/catalogue.ts';
import { type IssueDeps, issueLicences, type NewLicence } from './issue-licence.ts';
import type { Licence, LicenceState } from './licence.repository.ts';

/** What the events of one stream add up to: one licence. */
export interface Entitlement extends Omit<LicenceState, 'planId'> {
  plan: Plan;
  /** Goes into the key when it is issued; null when no event names one. */
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

/** What has to be written so that the stored licences are as entitled. */
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
 * Creates the licences that are not there with their first keys, and updates the others; a key, once issued, is a
 * fact and stays. Inside the caller's transaction. Of two at once one throws `UniqueConstraintError`, and its
 * transaction is to be run again.
 */
export async function writeEntitlements(
  deps: IssueDeps,
  { issued, changed }: EntitlementChanges,
): Promise<void> {
  await deps.licences.updateAll(changed);
  await issueLicences(deps, issued);
}
