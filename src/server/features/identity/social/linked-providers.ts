/** Linking and unlinking a provider, and re-authentication by one: endpoints for a customer who is signed in. */

import { APIError, createAuthEndpoint, sessionMiddleware } from 'better-auth/api';
import { z } from 'zod';
import type { LoginProvider } from '#server/config/login-providers.ts';
import { withUserLock } from '#server/features/identity/better-auth/with-user-lock.ts';
import type { SecurityLogger } from '#server/features/identity/security-log/security-log.ts';
import type { AuthRefusal } from '#shared/identity/auth-refusals.ts';
import { LoginProviderId } from '#shared/identity/login-providers.ts';
import { canSignIn, type SignInMethods } from '#shared/identity/security-log.ts';
import { createOauthState } from './oauth-state.ts';

export interface LinkedProvidersOptions {
  providers: readonly LoginProvider[];
  happened: SecurityLogger;
  waysInOf: (userId: number) => Promise<SignInMethods>;
}

const refuse = (status: 'CONFLICT' | 'FORBIDDEN' | 'NOT_FOUND', code: AuthRefusal) =>
  new APIError(status, { code, message: code });

export function linkedProviders({ providers, happened, waysInOf }: LinkedProvidersOptions) {
  const body = z.object({ provider: LoginProviderId });
  const offered = providers.map(({ id }) => id);

  function providerOf(id: LoginProviderId): LoginProvider {
    const provider = providers.find((each) => each.id === id);
    if (!provider) throw refuse('NOT_FOUND', 'NO_SUCH_PROVIDER');
    return provider;
  }

  /** Gives back where to go. The way back ends in this very session. */
  const link = createAuthEndpoint(
    '/provider/link',
    { method: 'POST', body, use: [sessionMiddleware] },
    async (ctx) => {
      const { session } = ctx.context.session;
      const purpose = { for: 'link', sessionId: session.id } as const;
      return ctx.json({ url: await createOauthState(ctx, providerOf(ctx.body.provider), purpose) });
    },
  );

  /** For who has neither password nor passkey: these prove more than a provider that may not ask again. */
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

  /** Keeps the last way in. A link to a provider that is not offered any more is no way in. */
  const unlink = createAuthEndpoint(
    '/provider/unlink',
    { method: 'POST', body, use: [sessionMiddleware] },
    async (ctx) => {
      const { user } = ctx.context.session;
      const { internalAdapter } = ctx.context;
      const { provider: id } = ctx.body;
      await withUserLock(ctx, user.id, async () => {
        const ways = await waysInOf(Number(user.id));
        if (!ways.providers.includes(id)) throw refuse('NOT_FOUND', 'NOT_LINKED');
        const others = { ...ways, providers: ways.providers.filter((each) => each !== id) };
        if (!canSignIn(others, offered)) throw refuse('CONFLICT', 'LAST_WAY_IN');
        const accounts = await internalAdapter.findAccounts(user.id);
        const account = accounts.find(({ providerId }) => providerId === id);
        if (account) await internalAdapter.deleteAccount(account.id);
        await happened(ctx, { userId: user.id, kind: 'provider_unlinked', detail: id });
      });
      return ctx.json({ status: true });
    },
  );

  return { linkProvider: link, confirmWithProvider: confirm, unlinkProvider: unlink };
}
