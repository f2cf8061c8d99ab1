/** Creates a licence and its first key. */
import { addDays } from '#shared/dates.ts';
import type { Deps } from '../../deps.ts';
import type { Entitlement } from './apply-entitlement.ts';
import type { LicenceRepository, LicenceState } from './licence.repository.ts';
import { lockKey } from './stored-key.ts';

export const frequencyInKey = { Monthly: 'month', Annual: 'year' } as const;

export type IssueDeps = Pick<Deps, 'licenceKeys' | 'licenceCipher' | 'keyVault' | 'now' | 'settings'> & {
  licences: LicenceRepository;
};

/** Runs inside the caller's transaction. Throws `UniqueConstraintError` when another process was first. */
export async function issueLicence(
  deps: IssueDeps,
  entitlement: Entitlement,
  state: LicenceState,
): Promise<number> {
  const licenceId = await deps.licences.insert(state);
  const key = deps.licenceCipher.seal({
    frequency: frequencyInKey[entitlement.plan.frequency],
    purchaserEmail: entitlement.purchaserEmail ?? '',
    quantity: entitlement.quantity,
    product: entitlement.plan.product,
    plan: entitlement.plan.friendlyName,
    validUntil: entitlement.validUntil,
    nextCheckOn: addDays(entitlement.validUntil, deps.settings.nextCheckAfterDays),
  });
  await deps.licenceKeys.insertCurrent({
    licenceId,
    ...lockKey(deps.keyVault, licenceId, key),
    validFrom: deps.now(),
  });
  return licenceId;
}
