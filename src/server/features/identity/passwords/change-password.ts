/**
 * Changing a password, setting the first one, and resetting one by the link of a message. Each change, what ends with it
 * and its line in the security log are one transaction. These take the place of better-auth's endpoints, which ask for the
 * current password rather than for re-authentication by any method (OWASP ASVS 5.0, 7.5.1), end other sessions only where
 * the caller says so (7.4.3), forget no trusted device, and are not atomic.
 */

import { runWithTransaction } from '@better-auth/core/context';
import type { BetterAuthPlugin, GenericEndpointContext } from 'better-auth';
import { APIError, createAuthEndpoint, sessionMiddleware } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { z } from 'zod';
import { revokeTrustedDevices } from '#server/features/identity/better-auth/stored-rows/trusted-devices.ts';
import { discardUnverifiedCredentials } from '#server/features/identity/registration/confirm-address.ts';
import type { SecurityLogger } from '#server/features/identity/security-log/security-log.ts';
import type { AuthRefusal } from '#shared/identity/auth-refusals.ts';

const credential = 'credential';
const body = z.object({ newPassword: z.string() });

/** As better-auth begins the name of such a link. */
const resetIdentifier = 'reset-password';

async function giveTo(
  internalAdapter: GenericEndpointContext['context']['internalAdapter'],
  userId: string,
  hash: string,
): Promise<void> {
  const accounts = await internalAdapter.findAccounts(userId);
  const account = accounts.find(({ providerId }) => providerId === credential);
  if (account) await internalAdapter.updateAccount(account.id, { password: hash });
  else
    await internalAdapter.linkAccount({
      userId,
      providerId: credential,
      accountId: userId,
      password: hash,
    });
}

/** The keys are better-auth's own: ours take the place of its endpoints of these names. */
export function changePassword({ happened }: { happened: SecurityLogger }) {
  /** All sessions end (OWASP ASVS 5.0, 7.4.3), this one too: whoever may have copied it is out. The browser gets another. */
  const change = createAuthEndpoint(
    '/change-password',
    { method: 'POST', body, use: [sessionMiddleware] },
    async (ctx) => {
      const { user } = ctx.context.session;
      const { internalAdapter, adapter, password } = ctx.context;
      const account = (await internalAdapter.findAccounts(user.id)).find(
        ({ providerId }) => providerId === credential,
      );
      if (!account?.password)
        throw new APIError('CONFLICT', {
          code: 'NO_PASSWORD' satisfies AuthRefusal,
          message: 'There is no password to change',
        });
      if (await password.verify({ hash: account.password, password: ctx.body.newPassword }))
        throw new APIError('BAD_REQUEST', {
          code: 'PASSWORD_SAME' satisfies AuthRefusal,
          message: 'That is the password there is',
        });
      const hash = await password.hash(ctx.body.newPassword);
      await runWithTransaction(adapter, async () => {
        await internalAdapter.updateAccount(account.id, { password: hash });
        await internalAdapter.deleteUserSessions(user.id);
        await revokeTrustedDevices(ctx, user.id);
        await happened(ctx, { userId: user.id, kind: 'password_changed' });
      });
      const remember = ctx.context.authCookies.dontRememberToken;
      const isForgotten = Boolean(await ctx.getSignedCookie(remember.name, ctx.context.secret));
      const session = await internalAdapter.createSession(user.id, isForgotten);
      await setSessionCookie(ctx, { session, user }, isForgotten);
      return ctx.json({ status: true });
    },
  );

  /** For whoever came by a provider. It is one more way in and takes none away: sessions go on. */
  const setFirst = createAuthEndpoint(
    '/set-password',
    { method: 'POST', body, use: [sessionMiddleware] },
    async (ctx) => {
      const { user } = ctx.context.session;
      const { internalAdapter, adapter, password } = ctx.context;
      const account = (await internalAdapter.findAccounts(user.id)).find(
        ({ providerId }) => providerId === credential,
      );
      if (account?.password)
        throw new APIError('CONFLICT', {
          code: 'PASSWORD_ALREADY_SET' satisfies AuthRefusal,
          message: 'There is a password',
        });
      const hash = await password.hash(ctx.body.newPassword);
      await runWithTransaction(adapter, async () => {
        await giveTo(internalAdapter, user.id, hash);
        await happened(ctx, { userId: user.id, kind: 'password_set' });
      });
      return ctx.json({ status: true });
    },
  );

  /** Before somebody thinks up a password: whether the link works. It is not used up. */
  const checkLink = createAuthEndpoint(
    '/reset-password/check',
    { method: 'POST', body: z.object({ token: z.string() }) },
    async (ctx) => {
      const identifier = `${resetIdentifier}:${ctx.body.token}`;
      const link = await ctx.context.internalAdapter.findVerificationValue(identifier);
      return ctx.json({ works: link !== null && link.expiresAt >= new Date() });
    },
  );

  /** The mail with the link reached them, so the address is theirs; and no older link may set another password. */
  const reset = createAuthEndpoint(
    '/reset-password',
    { method: 'POST', body: z.object({ token: z.string(), newPassword: z.string() }) },
    async (ctx) => {
      const { internalAdapter, adapter, password } = ctx.context;
      const identifier = `${resetIdentifier}:${ctx.body.token}`;
      const invalid = new APIError('BAD_REQUEST', {
        code: 'INVALID_TOKEN' satisfies AuthRefusal,
        message: 'The link is of no use',
      });
      const link = await internalAdapter.findVerificationValue(identifier);
      if (!link || link.expiresAt < new Date()) throw invalid;
      const hash = await password.hash(ctx.body.newPassword);
      await runWithTransaction(adapter, async () => {
        const used = await internalAdapter.consumeVerificationValue(identifier);
        const user = used && (await internalAdapter.findUserById(used.value));
        if (!user) throw invalid;
        await giveTo(internalAdapter, user.id, hash);
        if (!user.emailVerified) {
          await discardUnverifiedCredentials(internalAdapter, user.id);
          await internalAdapter.updateUser(user.id, { emailVerified: true });
        }
        await internalAdapter.deleteUserSessions(user.id);
        await revokeTrustedDevices(ctx, user.id);
        await happened(ctx, { userId: user.id, kind: 'password_reset' });
      });
      return ctx.json({ status: true });
    },
  );

  return {
    id: 'change-password',
    endpoints: {
      changePassword: change,
      setPassword: setFirst,
      checkResetLink: checkLink,
      resetPassword: reset,
    },
  } satisfies BetterAuthPlugin;
}
