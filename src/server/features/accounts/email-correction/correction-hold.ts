/** What a correction of an address means for sign-in, while it can be stopped and until the new one is confirmed. */
import type { Deps } from '#server/deps.ts';

/**
 * Returns until when the correction can still be stopped, and whether the account had a confirmed address before it.
 * Null for an account whose address wasn't corrected in the last weeks.
 */
export async function correctionOf(
  { emailCorrections }: Pick<Deps, 'emailCorrections'>,
  userId: number,
): Promise<{ isHeld: boolean; heldUntil: Date | null; wasConfirmed: boolean } | null> {
  const correction = await emailCorrections.latestOf(userId);
  if (!correction) return null;
  const { expiresAt, wasVerified } = correction;
  const isHeld = expiresAt > new Date();
  return { isHeld, heldUntil: isHeld ? expiresAt : null, wasConfirmed: wasVerified };
}
