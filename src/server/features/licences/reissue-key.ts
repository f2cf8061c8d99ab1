/** Gives a licence another key: for one that leaked. */
import { addDays } from '#shared/dates.ts';
import type { Deps } from '../../deps.ts';
import { frequencyInKey } from './issue-licence.ts';
import type { Licence } from './licence.repository.ts';
import { lockKey } from './stored-key.ts';

export interface ReissueKey {
  licence: Licence;
  /** Who buys now; null when nobody knows. */
  purchaserEmail: string | null;
  /** Until then the keys there were work as well: now or earlier ends them at once. */
  oldKeysUntil: Date;
}

/**
 * The new current key, in clear; its entries are as of now. No earlier key works longer than `oldKeysUntil`, not
 * even one that a reissue before had given more time. Runs inside the caller's transaction.
 */
export async function reissueKey(
  deps: Pick<Deps, 'licenceKeys' | 'licenceCipher' | 'keyVault' | 'now' | 'settings'>,
  { licence, purchaserEmail, oldKeysUntil }: ReissueKey,
): Promise<string> {
  const { id, plan, quantity, validUntil } = licence;
  const key = deps.licenceCipher.seal({
    frequency: frequencyInKey[plan.frequency],
    purchaserEmail: purchaserEmail ?? '',
    quantity,
    product: plan.product,
    plan: plan.friendlyName,
    validUntil,
    nextCheckOn: addDays(validUntil, deps.settings.nextCheckAfterDays),
  });
  await deps.licenceKeys.retireAll(id, oldKeysUntil);
  await deps.licenceKeys.insertCurrent({
    licenceId: id,
    ...lockKey(deps.keyVault, id, key),
    validFrom: deps.now(),
  });
  return key;
}
