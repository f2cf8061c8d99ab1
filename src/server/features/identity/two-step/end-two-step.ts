/** Two-step verification of an account as a whole, whichever second factor it has. */
import type { BoundDeps } from '#server/deps.ts';

/** What a row of it becomes when it starts again: no wrong code counts any longer, and no lock holds. */
export const withoutFailures = { failedVerificationCount: 0, lockedUntil: null } as const;

/** Turns it on and ends every other session, which one factor alone had started. */
export async function startTwoStep(
  { accounts, sessions }: Pick<BoundDeps, 'accounts' | 'sessions'>,
  { userId, sessionId }: { userId: number; sessionId: number },
): Promise<void> {
  await accounts.turnTwoStepOn(userId);
  await sessions.endOthers(userId, sessionId);
}

/**
 * Deletes the authenticator app, the recovery codes, all trusted devices and pending sign-ins. Passkeys stay. Returns
 * false if two-step verification wasn't on.
 */
export async function endTwoStep(
  { accounts, signInMethods }: Pick<BoundDeps, 'accounts' | 'signInMethods'>,
  userId: number,
): Promise<boolean> {
  if (!(await accounts.turnTwoStepOff(userId))) return false;
  await signInMethods.deleteTwoStep(userId);
  return true;
}
