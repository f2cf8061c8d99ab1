/** Validates a licence key for a ping. */

import type { Deps } from '#server/deps.ts';
import type { Product } from '#shared/catalogue/catalogue.ts';
import { type CalendarDate, dayOf } from '#shared/dates.ts';
import type { LicenceEnd } from '#shared/licences/licences.ts';
import type { Licence } from './licence.repository.ts';
import { checkLicence } from './licence-validity.ts';

export type Validation =
  | { status: 'good'; nextCheckOn: CalendarDate; licence: Licence }
  | { status: 'ended'; reason: LicenceEnd; licence: Licence }
  /**
   * The key was issued by the portal but isn't accepted, because it was never stored, has been replaced or belongs to
   * another product.
   */
  | { status: 'unknown' }
  /** No configured PRIVATE_KEY issued this key: it is forged, damaged or not a key at all. */
  | { status: 'forged' };

export interface ValidateDeps extends Pick<Deps, 'licenceCipher' | 'now' | 'settings'> {
  findByKey: (key: string) => Promise<{ licence: Licence; keyRetiredAt: Date | null } | undefined>;
}

/**
 * Validates a key as of now. `product` is the product that the client is bound to; null allows keys of every product. A
 * key is decrypted only if it isn't stored, to find out whether it is forged or unknown.
 */
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
  return check.status === 'good'
    ? { status: 'good', nextCheckOn: check.nextCheckOn, licence }
    : { ...check, licence };
}
