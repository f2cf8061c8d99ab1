/** Linking a provider, and re-authentication by one: both lead the browser to the provider and back. */

import { APIError, createAuthEndpoint, sessionMiddleware } from 'better-auth/api';
import { z } from 'zod';
import type { LoginProvider } from '#server/config/login-providers.ts';
import type { AuthRefusal } from '#shared/identity/auth-refusals.ts';
import { LoginProviderId } from '#shared/identity/login-providers.ts';
import type { SignInMethods } from '#shared/identity/security-log.ts';
import { createOauthState } from './oauth-state.ts';

export interface LinkedProvidersOptions {
  providers: readonly LoginProvider[];
  waysInOf: (userId: number) => Promise<SignInMethods>;
}

const refuse = (status: 'FORBIDDEN' | 'NOT_FOUND', code: AuthRefusal) =>
  new APIError(status, { code, message: code });

export function linkedProviders({ providers, waysInOf }: LinkedProvidersOptions) {
  const body = z.object({ provider: LoginProviderId });

  function providerOf(id: LoginProviderId): LoginProvider {
    const provider = providers.find((each) => each.id === id);
    if (!provider) throw refuse('NOT_FOUND', 'NO_SUCH_PROVIDER');
    return provider;
  }

  /** Answers the address to open. Its callback is valid in this session only. */
  const link = createAuthEndpoint(
    '/provider/link',
    { method: 'POST', body, use: [sessionMiddleware] },
    async (ctx) => {
      const { session } = ctx.context.session;
      const purpose = { for: 'link', sessionId: session.id } as const;
      return ctx.json({ url: await createOauthState(ctx, providerOf(ctx.body.provider), purpose) });
    },
  );

  /** For customers with neither password nor passkey: these prove more than a provider, which may not ask again. */
  const confirm = createAuthEndpoint(
    '/confirm/provider',
    { method: 'POST', body, use: [sessionMiddleware] },
    async (ctx) => {
      const { session, user } = ctx.context.session;
      const { hasPassword, passkeys, providers: linked } = await waysInOf(Number(user.id));
      if (hasPassword || passkeys > 0) throw refuse('FORBIDDEN', 'ANOTHER_WAY_NEEDED');
      const provider = providerOf(ctx.body.provider);
      if (!linked.includes(provider.id)) throw refuse('NOT_FOUND', 'NOT_LINKED');
      const purpose = { for: 'confirm', sessionId: session.id } as const;
      return ctx.json({ url: await createOauthState(ctx, provider, purpose) });
    },
  );

  return { linkProvider: link, confirmWithProvider: confirm };
}
