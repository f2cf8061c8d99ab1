/** Ends two-step verification of an account, whichever second factor it has. */
import type { BoundDeps } from '#server/deps.ts';

/**
 * Deletes the authenticator app, the recovery codes, all trusted devices and pending sign-ins; passkeys stay. False
 * where it was not on.
 */
export async function endTwoStep(
  { accounts, signInMethods }: Pick<BoundDeps, 'accounts' | 'signInMethods'>,
  userId: number,
): Promise<boolean> {
  if (!(await accounts.turnTwoStepOff(userId))) return false;
  await signInMethods.deleteTwoStep(userId);
  return true;
}
