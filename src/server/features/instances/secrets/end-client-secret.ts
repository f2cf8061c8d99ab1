/** Ends one of the two valid secrets of a client. */
import type { BoundDeps } from '#server/deps.ts';
import type { InstanceClient } from '#server/features/instances/instance-client.repository.ts';
import { liveOlderSecret } from './live-hashes.ts';

export type EndedSecret =
  | { status: 'ended' }
  /** No such valid secret. */
  | { status: 'unknown' }
  /** It is the only one; without it the client could only be disabled. */
  | { status: 'last' };

/**
 * Ends a secret of a client at once, inside the transaction that has locked the client. If it is the newer of two, the
 * older one is the client's only secret then and no longer ends.
 */
export async function endClientSecret(
  { instanceClients }: Pick<BoundDeps, 'instanceClients'>,
  client: InstanceClient,
  number: number,
): Promise<EndedSecret> {
  const newest = { number: client.secretNumber, hash: client.secretHash, madeAt: client.secretMadeAt };
  const older = liveOlderSecret(client, new Date());
  if (older?.number === number) await instanceClients.saveSecrets(client.id, { newest, older: null });
  else if (number !== newest.number) return { status: 'unknown' };
  else if (!older) return { status: 'last' };
  else await instanceClients.saveSecrets(client.id, { newest: older, older: null });
  return { status: 'ended' };
}
