/** Turns two-step verification of an account on and off, for every kind of second factor. */
import type { BoundDeps } from '#server/deps.ts';

/**
 * Column values that reset the count of wrong codes and lift any lock. Used when two-step verification is turned on.
 */
export const withoutFailures = { failedVerificationCount: 0, lockedUntil: null } as const;

/** Turns two-step verification on and ends all other sessions, because they were started with only one factor. */
export async function startTwoStep(
  { accounts, sessions, verifications }: Pick<BoundDeps, 'accounts' | 'sessions' | 'verifications'>,
  { userId, sessionId }: { userId: number; sessionId: number },
): Promise<void> {
  await accounts.turnTwoStepOn(userId);
  await sessions.endOthers(userId, sessionId);
  await verifications.discard(userId, ['devices']);
}

/**
 * Turns two-step verification off. Deletes the authenticator app, the recovery codes, all trusted devices and pending
 * sign-ins. Passkeys stay. Returns false if two-step verification wasn't on.
 */
export async function endTwoStep(
  { accounts, twoFactors, verifications }: Pick<BoundDeps, 'accounts' | 'twoFactors' | 'verifications'>,
  userId: number,
): Promise<boolean> {
  if (!(await accounts.turnTwoStepOff(userId))) return false;
  await twoFactors.remove(userId);
  await verifications.discard(userId, ['pending', 'devices']);
  return true;
}
