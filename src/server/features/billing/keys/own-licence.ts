/** Finds the licence for which a customer wants another key. */
import type { BoundDeps, Deps } from '#server/deps.ts';
import type { FoldLoggedDeps } from '#server/features/billing/event-log/fold-logged.ts';
import { hasOpenDispute, holdDisputes } from '#server/features/billing/keep/open-disputes.ts';
import type { Licence } from '#server/features/licences/licence.repository.ts';
import { dayOf } from '#shared/dates.ts';
import { AppError } from '#shared/errors.ts';
import { forbidsNewKey, type NewKeyRefusal } from './new-key-rules.ts';

export type OwnLicenceDeps = FoldLoggedDeps &
  Pick<Deps, 'licenceKeys' | 'licences' | 'now' | 'receipts' | 'settings'>;

export interface OwnLicence {
  licence: Licence;
  /** ID of the current key; null if the licence has none. */
  keyId: number | null;
  /** Why the licence gets no other key; null if it may get one. */
  refusal: NewKeyRefusal | null;
}

/** Throws `not_found` if the customer has no such licence. */
export async function findOwnLicence(
  deps: OwnLicenceDeps,
  { licenceId, userId }: { licenceId: number; userId: number },
): Promise<OwnLicence> {
  const licence = await deps.licences.findByIdForUser(licenceId, userId);
  if (!licence) throw new AppError('not_found', `customer ${userId} has no licence ${licenceId}`);
  const current = await deps.licenceKeys.findCurrent(licence.id);
  const isDisputed = await hasOpenDispute(deps, await deps.receipts.listByStreams([licence.stream]));
  return { licence, keyId: current?.id ?? null, refusal: refusalOf(deps, licence, isDisputed) };
}

/** Returns why the licence gets no other key, in the transaction that would issue it; null if it may get one. */
export async function holdRefusal(bound: BoundDeps, licence: Licence): Promise<NewKeyRefusal | null> {
  const receipts = await bound.receipts.listByStreams([licence.stream]);
  return refusalOf(bound, licence, await holdDisputes(bound, receipts));
}

const refusalOf = (
  { now, settings }: Pick<Deps, 'now' | 'settings'>,
  licence: Licence,
  isDisputed: boolean,
): NewKeyRefusal | null =>
  forbidsNewKey(licence, { today: dayOf(now()), rules: settings, hasOpenDispute: isDisputed });
