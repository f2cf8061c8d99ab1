/** Rotates a client's secret. */
import type { BoundDeps, Deps } from '#server/deps.ts';
import type { InstanceClient, OlderSecret } from '#server/features/instances/instance-client.repository.ts';
import { revokeTokens as revokeTokensOf } from '#server/features/instances/revoke-tokens.ts';
import { dayMs } from '#shared/durations.ts';
import { hashClientSecret, newClientSecret } from './client-secret.ts';
import { liveOlderSecret } from './live-hashes.ts';

export interface Rotation {
  clientId: string;
  /** Days for which the secret used so far is accepted beside the new one; with 0 it ends at once. */
  overlapDays?: number;
  /** The number of the older of two valid secrets, which then ends at once. Without it, a third one is refused. */
  endSecret?: number | null;
}

type NotRotated =
  | { status: 'unknown' }
  /** Two secrets are valid, and the older one wasn't named. */
  | { status: 'overlap'; older: OlderSecret };

export type AddedSecret =
  | {
      status: 'rotated';
      clientSecret: string;
      /** The number of the new secret. */
      number: number;
      /** When the secret used so far ends; null if it has ended. */
      olderEndsAt: Date | null;
    }
  | NotRotated;

export type RotatedSecret =
  | { status: 'rotated'; clientSecret: string; revokedTokens: number; olderEndsAt: Date | null }
  | NotRotated;

/**
 * Adds a secret to a client, inside the transaction that has locked the client. The one used so far stays valid for the
 * overlap. Two are valid at most: of two administrators who rotate at once, the second one is told that an overlap is
 * running.
 */
export async function addClientSecret(
  { instanceClients }: Pick<BoundDeps, 'instanceClients'>,
  client: InstanceClient,
  { overlapDays = 0, endSecret = null }: Omit<Rotation, 'clientId'>,
): Promise<AddedSecret> {
  if (client.revokedAt !== null) return { status: 'unknown' };
  const now = new Date();
  const older = liveOlderSecret(client, now);
  if (older && older.number !== endSecret) return { status: 'overlap', older };
  const clientSecret = newClientSecret();
  const number = client.secretNumber + 1;
  const olderEndsAt = overlapDays === 0 ? null : new Date(now.getTime() + overlapDays * dayMs);
  await instanceClients.saveSecrets(client.id, {
    newest: { number, hash: hashClientSecret(clientSecret), madeAt: now },
    older: olderEndsAt && {
      ...{ number: client.secretNumber, hash: client.secretHash, madeAt: client.secretMadeAt },
      endsAt: olderEndsAt,
    },
  });
  return { status: 'rotated', clientSecret, number, olderEndsAt };
}

/**
 * Adds a secret to a client. Tokens that were already issued stay valid, because deployed instances cache their token
 * for 364 days. With `revokeTokens`, they are revoked too; the instances are then locked until an operator clears their
 * token cache.
 */
export function rotateClientSecret(
  deps: Pick<Deps, 'transaction'>,
  { revokeTokens, ...rotation }: Rotation & { revokeTokens: boolean },
): Promise<RotatedSecret> {
  return deps.transaction(async (inside) => {
    const client = await inside.instanceClients.lock(rotation.clientId);
    if (!client) return { status: 'unknown' };
    const added = await addClientSecret(inside, client, rotation);
    if (added.status !== 'rotated') return added;
    const { clientSecret, olderEndsAt } = added;
    const revokedTokens = revokeTokens ? await revokeTokensOf(inside, rotation.clientId) : 0;
    return { status: 'rotated', clientSecret, revokedTokens, olderEndsAt };
  });
}
