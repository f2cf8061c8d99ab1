/**
 * Another password, or the first one. What was asked for the password that stands is `confirm-identity`: these doors
 * are open only to a session whose person showed who they are a moment ago.
 */
import { runWithTransaction } from '@better-auth/core/context';
import type { BetterAuthPlugin } from 'better-auth';
import { APIError, createAuthEndpoint, sessionMiddleware } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { z } from 'zod';
import type { Happened } from './security-log.ts';

const credential = 'credential';
const body = z.object({ newPassword: z.string() });

/** The keys are better-auth's own: ours take the place of its doors of these names. */
export function changePassword({ happened }: { happened: Happened }) {
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
        throw new APIError('CONFLICT', { code: 'NO_PASSWORD', message: 'There is no password to change' });
      const hash = await password.hash(ctx.body.newPassword);
      await runWithTransaction(adapter, async () => {
        await internalAdapter.updateAccount(account.id, { password: hash });
        await internalAdapter.deleteUserSessions(user.id);
        // No older link may set another password.
        await adapter.deleteMany({ model: 'verification', where: [{ field: 'value', value: user.id }] });
      });
      const remember = ctx.context.authCookies.dontRememberToken;
      const isForgotten = Boolean(await ctx.getSignedCookie(remember.name, ctx.context.secret));
      const session = await internalAdapter.createSession(user.id, isForgotten);
      await setSessionCookie(ctx, { session, user }, isForgotten);
      await happened(ctx, { userId: user.id, kind: 'password_changed' });
      return ctx.json({ status: true });
    },
  );

  /** For whoever came by a provider. It is one more way in and takes none away: sessions go on. */
  const setFirst = createAuthEndpoint(
    '/set-password',
    { method: 'POST', body, use: [sessionMiddleware] },
    async (ctx) => {
      const { user } = ctx.context.session;
      const { internalAdapter, password } = ctx.context;
      const account = (await internalAdapter.findAccounts(user.id)).find(
        ({ providerId }) => providerId === credential,
      );
      if (account?.password)
        throw new APIError('CONFLICT', { code: 'PASSWORD_ALREADY_SET', message: 'There is a password' });
      const hash = await password.hash(ctx.body.newPassword);
      if (account) await internalAdapter.updateAccount(account.id, { password: hash });
      else {
        await internalAdapter.linkAccount({
          userId: user.id,
          providerId: credential,
          accountId: user.id,
          password: hash,
        });
      }
      await happened(ctx, { userId: user.id, kind: 'password_set' });
      return ctx.json({ status: true });
    },
  );

  return {
    id: 'change-password',
    endpoints: { changePassword: change, setPassword: setFirst },
  } satisfies BetterAuthPlugin;
}
