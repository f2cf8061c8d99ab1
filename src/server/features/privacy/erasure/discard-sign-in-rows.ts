/** Deletes what sign-in has stored about a person between two requests, when that person is erased. */
import type { BoundDeps } from '#server/deps.ts';

/**
 * Deletes the rows of the account, of its sessions, of its identities at providers, and of the address. `userId` is
 * null for a person without an account, and `address` if no address is known to be the person's. Call this before the
 * account is removed, in the same transaction: sessions and identities are found through it.
 */
export async function discardSignInRows(
  { verifications, sessions, signInMethods }: Pick<BoundDeps, 'verifications' | 'sessions' | 'signInMethods'>,
  { userId, address }: { userId: number | null; address: string | null },
): Promise<void> {
  const sessionIds = userId === null ? [] : await sessions.listIds(userId);
  const identities = userId === null ? [] : await signInMethods.listIdentities(userId);
  if (userId !== null) await verifications.discard(userId, ['pending', 'devices']);
  await verifications.discardEmailCodes(sessionIds);
  await verifications.discardConcerning({ userId, sessionIds, address, identities });
}
