/**
 * Lets a procedure have better-auth set cookies in the calling browser. The endpoints here have no public URL. They are
 * used in place of better-auth 1.7's own endpoints for changing a password or visiting a provider. Those require either
 * the password or nothing, whereas here the customer must have re-authenticated by any method (OWASP ASVS 5.0, 7.5.1).
 */
import type { BetterAuthPlugin } from 'better-auth';
import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { z } from 'zod';
import type { LoginProvider } from '#server/config/login-providers.ts';
import { createOauthState } from '#server/features/identity/social/oauth-state.ts';
import { LoginProviderId } from '#shared/identity/login-providers.ts';

export function browserSession({ providers }: { providers: readonly LoginProvider[] }) {
  const restartSession = createAuthEndpoint.serverOnly(
    { method: 'POST', body: z.object({ userId: z.string() }) },
    async (ctx) => {
      const { context } = ctx;
      const user = await context.internalAdapter.findUserById(ctx.body.userId);
      if (!user) return ctx.json({ isStarted: false });
      const remember = context.authCookies.dontRememberToken;
      const isForgotten = Boolean(await ctx.getSignedCookie(remember.name, context.secret));
      const session = await context.internalAdapter.createSession(user.id, isForgotten);
      // Marks the new session as a replacement for the one that has just ended, so that it isn't treated as a sign-in.
      context.session = { session, user };
      await setSessionCookie(ctx, { session, user }, isForgotten);
      return ctx.json({ isStarted: true });
    },
  );

  const visitProvider = createAuthEndpoint.serverOnly(
    {
      method: 'POST',
      body: z.object({
        provider: LoginProviderId,
        purpose: z.object({ for: z.enum(['link', 'confirm']), sessionId: z.string() }),
      }),
    },
    async (ctx) => {
      const provider = providers.find(({ id }) => id === ctx.body.provider);
      if (!provider) throw new Error('the provider is not offered');
      return ctx.json({ url: await createOauthState(ctx, provider, ctx.body.purpose) });
    },
  );

  return { id: 'browser-session', endpoints: { restartSession, visitProvider } } satisfies BetterAuthPlugin;
}
