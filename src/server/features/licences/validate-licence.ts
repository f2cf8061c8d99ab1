/** Whether a licence key is good today, for the instance that asks. */

import type { Deps } from '#server/deps.ts';
import type { Product } from '#shared/catalogue/catalogue.ts';
import { type CalendarDate, dayOf } from '#shared/dates.ts';
import type { LicenceEnd } from '#shared/instances/instances.ts';
import { checkLicence } from './check-licence.ts';
import type { Licence } from './licence.repository.ts';

export type Validation =
  | { status: 'good'; nextCheckOn: CalendarDate; licence: Licence }
  | { status: 'ended'; reason: LicenceEnd }
  /** A genuine key, but not one that counts here: never stored, reissued away, or of another product. */
  | { status: 'unknown' }
  /** Not a key at all, forged or damaged. */
  | { status: 'forged' };

export interface ValidateDeps extends Pick<Deps, 'licenceCipher' | 'now' | 'settings'> {
  findByKey: (key: string) => Promise<{ licence: Licence; keyRetiredAt: Date | null } | undefined>;
}

/** `product`: what the asking client is bound to, null for both. Only a key that is not stored is decrypted. */
export async function validateLicence(
  deps: ValidateDeps,
  { key, product }: { key: string; product: Product | null },
): Promise<Validation> {
  const found = await deps.findByKey(key);
  if (!found) return { status: deps.licenceCipher.open(key) ? 'unknown' : 'forged' };
  const { licence, keyRetiredAt } = found;
  const now = deps.now();
  if (keyRetiredAt !== null && keyRetiredAt <= now) return { status: 'unknown' };
  if (product !== null && product !== licence.plan.product) return { status: 'unknown' };
  const check = checkLicence(licence, dayOf(now), deps.settings);
  return check.status === 'good' ? { status: 'good', nextCheckOn: check.nextCheckOn, licence } : check;
}
