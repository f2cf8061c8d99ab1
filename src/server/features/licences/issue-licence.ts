/** Creates a licence and its first key. */
import type { Plan } from '#shared/catalogue.ts';
import { addDays } from '#shared/dates.ts';
import type { Deps } from '../../deps.ts';
import type { LicenceState } from './licence.repository.ts';
import { lockKey } from './stored-key.ts';

/** How keys and pings write a plan's frequency: the products read these words. */
export const frequencyInKey = { Monthly: 'month', Annual: 'year' } as const;

export type IssueDeps = Pick<
  Deps,
  'licences' | 'licenceKeys' | 'licenceCipher' | 'keyVault' | 'now' | 'settings'
>;

export interface NewLicence {
  state: LicenceState;
  plan: Plan;
  purchaserEmail: string | null;
}

/** Runs inside the caller's transaction. Throws `UniqueConstraintError` when another process was first. */
export async function issueLicence(
  deps: IssueDeps,
  { state, plan, purchaserEmail }: NewLicence,
): Promise<number> {
  const licenceId = await deps.licences.insert(state);
  const key = deps.licenceCipher.seal({
    frequency: frequencyInKey[plan.frequency],
    purchaserEmail: purchaserEmail ?? '',
    quantity: state.quantity,
    product: plan.product,
    plan: plan.friendlyName,
    validUntil: state.validUntil,
    nextCheckOn: addDays(state.validUntil, deps.settings.nextCheckAfterDays),
  });
  await deps.licenceKeys.insertCurrent({
    licenceId,
    ...lockKey(deps.keyVault, licenceId, key),
    validFrom: deps.now(),
  });
  return licenceId;
}
