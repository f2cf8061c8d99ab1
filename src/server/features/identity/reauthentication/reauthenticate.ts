/**
 * Re-authentication in better-auth's part of identity: the guard of the endpoints that register a passkey, and what a
 * session remembers (OWASP ASVS 5.0, 7.5.1). better-auth 1.7 measures freshness by the age of the session and has no way
 * to renew it.
 */

import type { BetterAuthPlugin, GenericEndpointContext } from 'better-auth';
import { createAuthMiddleware, sessionMiddleware } from 'better-auth/api';
import { z } from 'zod';
import { refusal } from '#server/features/identity/better-auth/refusal.ts';
import { isRecentlyAuthenticated } from '#shared/identity/security-log.ts';

/** Endpoints that change what signs a customer in. */
const sensitiveEndpoints: ReadonlySet<string> = new Set([
  '/passkey/generate-register-options',
  '/passkey/verify-registration',
]);

const SessionRow = z.object({ reauthenticatedAt: z.coerce.date().nullish() });

/** When the customer last signed in or re-authenticated in the session; null where that is not known. */
export const reauthenticatedAtOf = (session: object): Date | null =>
  SessionRow.safeParse(session).data?.reauthenticatedAt ?? null;

/** Has the session remember that its customer has just proved who they are. */
export async function markReauthenticated(
  { internalAdapter }: GenericEndpointContext['context'],
  { token }: { token: string },
): Promise<void> {
  await internalAdapter.updateSession(token, { reauthenticatedAt: new Date() });
}

export function reauthentication() {
  const guard = createAuthMiddleware({ use: [sessionMiddleware] }, async (ctx) => {
    if (isRecentlyAuthenticated(reauthenticatedAtOf(ctx.context.session.session), new Date())) return;
    throw refusal('FORBIDDEN', 'CONFIRMATION_NEEDED');
  });
  return {
    id: 'reauthentication',
    hooks: {
      before: [{ matcher: ({ path }) => path !== undefined && sensitiveEndpoints.has(path), handler: guard }],
    },
  } satisfies BetterAuthPlugin;
}
