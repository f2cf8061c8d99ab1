/** Creates licences together with their first keys. */

import type { Deps } from '#server/deps.ts';
import type { Plan } from '#shared/catalogue/catalogue.ts';
import { addDays, dayOf } from '#shared/dates.ts';
import { encryptKey } from './keys/stored-key.ts';
import type { LicenceState } from './licence.repository.ts';
import { checkLicence, type LicenceTerms } from './licence-validity.ts';

/** Values of `frequency` in licence keys and ping responses. Deployed products parse them, so they can't change. */
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

/**
 * Returns a new key in plain text. Its contents show the licence at the time of issue. The date of the next check in it
 * is the one that a ping would return now.
 */
export function createKey(
  deps: Pick<Deps, 'licenceCipher' | 'now' | 'settings'>,
  {
    plan,
    purchaserEmail,
    quantity,
    ...terms
  }: Pick<NewLicence, 'plan' | 'purchaserEmail'> & Pick<LicenceState, 'quantity'> & LicenceTerms,
): string {
  const check = checkLicence(terms, dayOf(deps.now()), deps.settings);
  return deps.licenceCipher.seal({
    frequency: frequencyInKey[plan.frequency],
    purchaserEmail: purchaserEmail ?? '',
    quantity,
    product: plan.product,
    plan: plan.friendlyName,
    validUntil: terms.validUntil,
    nextCheckOn: check.status === 'good' ? check.nextCheckOn : addDays(terms.validUntil, 1),
  });
}

/** Keys that another portal had sold, by stream, in plain text and with the current one first. */
export type SoldKeys = ReadonlyMap<string, readonly string[]>;

/**
 * Inserts licences and their keys in the caller's transaction. A licence that another portal had sold gets its keys
 * instead of a new one. Throws `UniqueConstraintError` if another process has just created one of the licences.
 */
export async function issueLicences(
  deps: IssueDeps,
  licences: readonly NewLicence[],
  sold: SoldKeys = new Map(),
): Promise<void> {
  if (licences.length === 0) return;
  const ids = await deps.licences.insertAll(licences.map(({ state }) => state));
  const validFrom = deps.now();
  await deps.licenceKeys.insertAllCurrent(
    licences.map(({ state, plan, purchaserEmail }) => {
      const licenceId = ids.get(state.stream);
      if (licenceId === undefined) throw new Error(`the licence of ${state.stream} was not stored`);
      const [known] = sold.get(state.stream) ?? [];
      const key = known ?? createKey(deps, { plan, purchaserEmail, ...state });
      return { licenceId, ...encryptKey(deps.keyVault, licenceId, key), validFrom };
    }),
  );
}
