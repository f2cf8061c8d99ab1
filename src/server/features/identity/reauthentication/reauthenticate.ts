/**
 * When the customer of a session last authenticated, and the guard of the endpoints of better-auth that change what signs
 * them in (OWASP ASVS 5.0, 7.5.1). better-auth 1.7 measures freshness by the age of the session and has no way to renew it.
 */

import { createAuthMiddleware, getSessionFromCtx } from 'better-auth/api';
import { z } from 'zod';
import { refusal } from '#server/features/identity/better-auth/refusal.ts';
import { isRecentlyAuthenticated } from '#shared/identity/security-log.ts';

const SessionRow = z.object({ reauthenticatedAt: z.coerce.date().nullish() });

/** Returns when the customer last signed in or re-authenticated in this session; null if unknown. */
export const reauthenticatedAtOf = (session: object): Date | null =>
  SessionRow.safeParse(session).data?.reauthenticatedAt ?? null;

/** For endpoints that change what signs a customer in. */
export const recentlyAuthenticated = createAuthMiddleware(async (ctx) => {
  const session = await getSessionFromCtx(ctx);
  if (!session) throw refusal('UNAUTHORIZED', 'UNAUTHORIZED');
  if (!isRecentlyAuthenticated(reauthenticatedAtOf(session.session), new Date()))
    throw refusal('FORBIDDEN', 'CONFIRMATION_NEEDED');
  return { session };
});
