/** Collects what administrators see of a customer's licences. */
import type { Deps } from '#server/deps.ts';
import { readInternalEvent } from '#server/features/billing/fold/internal-events.ts';
import type { EarlierStoredKey } from '#server/features/licences/keys/licence-key.repository.ts';
import { decryptKey, isUnreadable } from '#server/features/licences/keys/stored-key.ts';
import { keyEndOf } from '#server/features/licences/licence-view.ts';
import { listLicences } from '#server/features/licences/list-licences.ts';
import type { AdministratorsLicence } from '#shared/customer-details.ts';

export type LicencesDeps = Parameters<typeof listLicences>[0] &
  Pick<Deps, 'accounts' | 'events' | 'keyVault' | 'licenceKeys'>;

/**
 * Returns the licences as the customer sees them, but without Paddle's pages and without any part of a key but its end.
 * `streamOf` has the streams of the licences.
 */
export async function licencesOfCustomer(
  deps: LicencesDeps,
  { userId, email, streamOf }: { userId: number; email: string; streamOf: ReadonlyMap<number, string> },
): Promise<AdministratorsLicence[]> {
  const licences = await listLicences(deps, { userId, email });
  const earlierKeys = await deps.licenceKeys.listEarlier(licences.map(({ id }) => id));
  const listed: AdministratorsLicence[] = [];
  for (const { cardPage: _, cancelPage: __, keyHint, notices, ...licence } of licences) {
    const stream = streamOf.get(licence.id);
    const isRevoked = licence.status === 'revoked' && stream !== undefined;
    listed.push({
      ...licence,
      notices: notices.map((notice) => ('cardPage' in notice ? { ...notice, cardPage: null } : notice)),
      keyEnd: keyHint?.end ?? null,
      earlierKeys: earlierKeys
        .filter(({ licenceId }) => licenceId === licence.id)
        .map((key) => ({ end: endOf(deps, key), stopsAt: key.stopsAt })),
      revocation: isRevoked ? await revocationIn(deps, stream) : null,
    });
  }
  return listed;
}

function endOf({ keyVault }: Pick<Deps, 'keyVault'>, key: EarlierStoredKey): string | null {
  try {
    return keyEndOf(decryptKey(keyVault, key.licenceId, key));
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return null;
  }
}

/** Returns who revoked a licence, when and why. */
async function revocationIn(
  { accounts, events }: Pick<Deps, 'accounts' | 'events'>,
  stream: string,
): Promise<AdministratorsLicence['revocation']> {
  const event = (await events.listByStreamsOfTypes(['licence_revoked'], [stream])).at(-1);
  if (!event) return null;
  const decision = readInternalEvent('licence_revoked', event.payload).data;
  if (decision?.type !== 'licence_revoked') return null;
  const { by: id, reason } = decision;
  const by = typeof id === 'number' ? { id, name: (await accounts.findById(id))?.name ?? null } : null;
  return { at: event.occurredAt, by, reason };
}
