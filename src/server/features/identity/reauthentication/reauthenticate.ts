/**
 * Determines when the customer last authenticated in a session, and guards better-auth's endpoints that change sign-in
 * methods (OWASP ASVS 5.0, 7.5.1). better-auth 1.7 only goes by the age of the session, which can't be renewed.
 */

import { createAuthMiddleware, getSessionFromCtx } from 'better-auth/api';
import { z } from 'zod';
import { refusal } from '#server/features/identity/better-auth/refusal.ts';
import { isRecentlyAuthenticated } from '#shared/identity/security-log.ts';

const SessionRow = z.object({ reauthenticatedAt: z.coerce.date().nullish() });

/** Returns when the customer last signed in or re-authenticated in this session; null if unknown. */
export const reauthenticatedAtOf = (session: object): Date | null =>
  SessionRow.safeParse(session).data?.reauthenticatedAt ?? null;

/** Refuses requests from sessions without recent authentication. Used by endpoints that change sign-in methods. */
export const recentlyAuthenticated = createAuthMiddleware(async (ctx) => {
  const session = await getSessionFromCtx(ctx);
  if (!session) throw refusal('UNAUTHORIZED', 'UNAUTHORIZED');
  if (!isRecentlyAuthenticated(reauthenticatedAtOf(session.session), new Date()))
    throw refusal('FORBIDDEN', 'CONFIRMATION_NEEDED');
  return { session };
});
