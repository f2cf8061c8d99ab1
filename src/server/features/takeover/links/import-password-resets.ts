/** Imports the password reset links that the PHP portal sent within the last hour. */
import type { BoundDeps } from '#server/deps.ts';
import type { PasswordResetRow } from '#server/features/takeover/source/rows.ts';
import { hourMs } from '#shared/durations.ts';

/** A link is valid for an hour. */
const linkMs = hourMs;
const bcryptHash = /^\$2[aby]\$\d{2}\$[./A-Za-z0-9]{53}$/;

/**
 * Imports the link of one person, in the transaction that imports the person. Returns false if it has expired or can't
 * be read. May be repeated: a link that was opened here stays used.
 */
export async function importPasswordReset(
  { legacyPasswordResets }: Pick<BoundDeps, 'legacyPasswordResets'>,
  userId: number,
  { token, created_at: requestedAt }: Pick<PasswordResetRow, 'token' | 'created_at'>,
): Promise<boolean> {
  if (requestedAt === null || !bcryptHash.test(token)) return false;
  if (requestedAt.getTime() + linkMs <= Date.now()) return false;
  await legacyPasswordResets.store(userId, { tokenHash: token, requestedAt });
  return true;
}
