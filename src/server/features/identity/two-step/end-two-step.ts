/** Turns two-step verification of an account on and off, whichever second factor it has. */
import type { BoundDeps } from '#server/deps.ts';

/** Resets the count of wrong codes and lifts any lock when two-step verification starts again. */
export const withoutFailures = { failedVerificationCount: 0, lockedUntil: null } as const;

/** Turns it on and ends all other sessions, which were started with one factor only. */
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
