/** Decides which secrets of a client are accepted. */
import type { InstanceClient, OlderSecret } from '#server/features/instances/instance-client.repository.ts';

/** Returns the secret that was replaced, if it is still accepted. */
export const liveOlderSecret = (
  { olderSecret }: Pick<InstanceClient, 'olderSecret'>,
  now: Date,
): OlderSecret | null => (olderSecret && olderSecret.endsAt > now ? olderSecret : null);

/** Returns the hashes of the secrets that are accepted, the newest secret first: two at most. */
export function liveHashesOf(
  client: Pick<InstanceClient, 'secretHash' | 'olderSecret'>,
  now: Date,
): string[] {
  const older = liveOlderSecret(client, now);
  return older ? [client.secretHash, older.hash] : [client.secretHash];
}
