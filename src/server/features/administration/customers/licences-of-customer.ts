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
  const streamIfRevoked = ({ id, status }: { id: number; status: string }) =>
    (status === 'revoked' ? streamOf.get(id) : null) ?? null;
  const revocations = await revocationsIn(
    deps,
    licences.flatMap((licence) => streamIfRevoked(licence) ?? []),
  );
  return licences.map(({ cardPage: _, cancelPage: __, keyHint, notices, ...licence }) => {
    const stream = streamIfRevoked(licence);
    return {
      ...licence,
      notices: notices.map((notice) => ('cardPage' in notice ? { ...notice, cardPage: null } : notice)),
      keyEnd: keyHint?.end ?? null,
      earlierKeys: earlierKeys
        .filter(({ licenceId }) => licenceId === licence.id)
        .map((key) => ({ end: endOf(deps, key), stopsAt: key.stopsAt })),
      revocation: stream === null ? null : (revocations.get(stream) ?? null),
    };
  });
}

function endOf({ keyVault }: Pick<Deps, 'keyVault'>, key: EarlierStoredKey): string | null {
  try {
    return keyEndOf(decryptKey(keyVault, key.licenceId, key));
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return null;
  }
}

/** Returns who revoked the purchases, when and why, by their streams. Each stream's last revocation counts. */
async function revocationsIn(
  { accounts, events }: Pick<Deps, 'accounts' | 'events'>,
  streams: readonly string[],
): Promise<Map<string, AdministratorsLicence['revocation']>> {
  if (streams.length === 0) return new Map();
  const logged = await events.listByStreamsOfTypes(['licence_revoked'], streams);
  const last = new Map(
    logged.flatMap((event) => (event.stream === null ? [] : [[event.stream, event] as const])),
  );
  const decisions = [...last].flatMap(([stream, { occurredAt, payload }]) => {
    const decision = readInternalEvent('licence_revoked', payload).data;
    if (decision?.type !== 'licence_revoked') return [];
    const by = typeof decision.by === 'number' ? decision.by : null;
    return [{ stream, at: occurredAt, by, reason: decision.reason }];
  });
  const people = await accounts.findByIds(decisions.flatMap(({ by }) => by ?? []));
  return new Map(
    decisions.map(({ stream, at, by, reason }) => [
      stream,
      { at, by: by === null ? null : { id: by, name: people.get(by)?.name ?? null }, reason },
    ]),
  );
}
