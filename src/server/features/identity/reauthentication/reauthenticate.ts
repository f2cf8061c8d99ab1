/**
 * Re-authentication before a sensitive change; the session remembers when it took place, and signing in counts as well
 * (OWASP ASVS 5.0, 7.5.1). better-auth 1.7 measures freshness by the age of the session and has no way to renew it.
 */

import type { BetterAuthPlugin } from 'better-auth';
import { APIError, createAuthEndpoint, createAuthMiddleware, sessionMiddleware } from 'better-auth/api';
import { z } from 'zod';
import type { SecurityLogger } from '#server/features/identity/security-log/security-log.ts';
import type { AuthRefusal } from '#shared/identity/auth-refusals.ts';
import { isRecentlyAuthenticated } from '#shared/identity/security-log.ts';

/** Endpoints that change what signs somebody in. */
const sensitiveEndpoints: ReadonlySet<string> = new Set([
  '/change-password',
  '/set-password',
  '/authenticator/begin',
  '/authenticator/confirm',
  '/authenticator/remove',
  '/recovery-codes/renew',
  '/second-step/turn-on',
  '/second-step/turn-off',
  '/passkey/generate-register-options',
  '/passkey/verify-registration',
  '/provider/link',
]);

const SessionRow = z.object({ reauthenticatedAt: z.coerce.date().nullish() });

/** When the person of a session last showed who they are; null when that is not known. */
export const reauthenticatedAtOf = (session: object): Date | null =>
  SessionRow.safeParse(session).data?.reauthenticatedAt ?? null;

type Context = Parameters<Parameters<typeof createAuthMiddleware>[0]>[0];

/** Has the session remember that its person has just shown who they are. For every endpoint that asked for a proof. */
export async function markReauthenticated(
  context: Context['context'],
  session: { token: string; userId: string },
): Promise<void> {
  await context.internalAdapter.updateSession(session.token, { reauthenticatedAt: new Date() });
}

export function reauthentication({ happened }: { happened: SecurityLogger }) {
  const guard = createAuthMiddleware({ use: [sessionMiddleware] }, async (ctx) => {
    if (isRecentlyAuthenticated(reauthenticatedAtOf(ctx.context.session.session), new Date())) return;
    throw new APIError('FORBIDDEN', {
      code: 'CONFIRMATION_NEEDED' satisfies AuthRefusal,
      message: 'Confirm who you are first',
    });
  });

  const confirmWithPassword = createAuthEndpoint(
    '/confirm/password',
    { method: 'POST', body: z.object({ password: z.string() }), use: [sessionMiddleware] },
    async (ctx) => {
      const { session, user } = ctx.context.session;
      const accounts = await ctx.context.internalAdapter.findAccounts(user.id);
      const hash = accounts.find(({ providerId }) => providerId === 'credential')?.password;
      // Whoever has none is answered as slowly as whoever is wrong.
      const isRight = hash
        ? await ctx.context.password.verify({ hash, password: ctx.body.password })
        : await ctx.context.password.hash(ctx.body.password).then(() => false);
      if (!isRight) {
        throw new APIError('UNAUTHORIZED', {
          code: 'INVALID_PASSWORD' satisfies AuthRefusal,
          message: 'Another password',
        });
      }
      await markReauthenticated(ctx.context, session);
      await happened(ctx, { userId: user.id, kind: 'identity_confirmed', detail: 'password' });
      return ctx.json({ status: true });
    },
  );

  return {
    id: 'confirm-identity',
    endpoints: { confirmWithPassword },
    hooks: {
      before: [{ matcher: ({ path }) => path !== undefined && sensitiveEndpoints.has(path), handler: guard }],
    },
  } satisfies BetterAuthPlugin;
}
