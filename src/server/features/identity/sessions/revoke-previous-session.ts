/**
 * Ends a browser's existing session when the customer signs in again and the session's cookie is overwritten (OWASP
 * ASVS 5.0, 7.2.4: a new token on authentication, the current one terminated). better-auth 1.7 leaves the old session
 * valid.
 */
import type { BetterAuthPlugin } from 'better-auth';
import { createAuthMiddleware } from 'better-auth/api';

/** Must run before two-step verification, which revokes the new session and expires the session cookie. */
export function revokePreviousSession() {
  const end = createAuthMiddleware(async (ctx) => {
    const { newSession, internalAdapter, authCookies, secret } = ctx.context;
    if (!newSession) return;
    const token = await ctx.getSignedCookie(authCookies.sessionToken.name, secret);
    if (token && token !== newSession.session.token) await internalAdapter.deleteSession(token);
  });
  return {
    id: 'replaced-session',
    hooks: { after: [{ matcher: () => true, handler: end }] },
  } satisfies BetterAuthPlugin;
}
