/**
 * Revokes a new session if the password was changed while the sign-in was in progress: the change could end only the
 * sessions that existed then (OWASP ASVS 5.0, 7.4.3). better-auth compares the password first and creates the session
 * some time later.
 */
import { defineRequestState } from '@better-auth/core/context';
import type { BetterAuthPlugin } from 'better-auth';
import { createAuthMiddleware } from 'better-auth/api';
import { deleteSessionCookie } from 'better-auth/cookies';
import type { Logger } from 'pino';
import { refusal } from '#server/features/identity/better-auth/refusal.ts';
import type { OwnTables } from '#server/features/identity/own-tables.ts';
import { checkPassword } from './check-password.ts';

/** The stored hash that the password of this request matched. */
const comparedHash = defineRequestState<string | null>(() => null);

/** Returns whether the password matches the hash, and remembers the hash for the rest of the request if it does. */
export async function verifyAndRemember(
  log: Logger,
  given: { hash: string; password: string },
): Promise<boolean> {
  const isRight = await checkPassword(log, given);
  if (isRight) await comparedHash.set(given.hash);
  return isRight;
}

export function passwordStillRight({ tables, log }: { tables: OwnTables; log: Logger }) {
  const check = createAuthMiddleware(async (ctx) => {
    const { newSession, internalAdapter } = ctx.context;
    const compared = await comparedHash.get();
    if (!newSession || compared === null) return;
    const hash = await tables.signInMethods().findPasswordHash(Number(newSession.user.id));
    if (hash === compared) return;
    // A concurrent sign-in may only have replaced a hash of the PHP portal with one of the same password.
    if (hash !== null && (await checkPassword(log, { hash, password: String(ctx.body.password) }))) return;
    await internalAdapter.deleteSession(newSession.session.token);
    deleteSessionCookie(ctx, true);
    ctx.context.setNewSession(null);
    throw refusal('UNAUTHORIZED', 'INVALID_EMAIL_OR_PASSWORD');
  });
  return {
    id: 'password-still-right',
    hooks: { after: [{ matcher: ({ path }) => path === '/sign-in/email', handler: check }] },
  } satisfies BetterAuthPlugin;
}
