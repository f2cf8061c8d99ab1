/** Whoever signs in where somebody is signed in already ends that session: its cookie is overwritten (ASVS 5.0, 7.2.4). */
import type { BetterAuthPlugin } from 'better-auth';
import { createAuthMiddleware } from 'better-auth/api';

/** Has to stand before the second step, which takes the new session back and the old cookie with it. */
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
