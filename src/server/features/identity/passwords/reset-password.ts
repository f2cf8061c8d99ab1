/**
 * A new password by the link of an e-mail. The change, what ends with it and its line in the security log are one
 * transaction. These take the place of better-auth's endpoints of the same names, which end no session (OWASP ASVS 5.0,
 * 7.4.3), forget no trusted device, confirm no address, and are not atomic.
 */

import { runWithTransaction } from '@better-auth/core/context';
import type { BetterAuthPlugin } from 'better-auth';
import { createAuthEndpoint } from 'better-auth/api';
import { z } from 'zod';
import { refusal } from '#server/features/identity/better-auth/refusal.ts';
import type { OwnTables } from '#server/features/identity/own-tables.ts';
import { discardUnverifiedCredentials } from '#server/features/identity/registration/confirm-address.ts';
import type { SecurityLogger } from '#server/features/identity/security-log/security-log.ts';

/** As better-auth begins the name of such a link. */
const identifierOf = (token: string) => `reset-password:${token}`;

export function resetPassword({ record, tables }: { record: SecurityLogger; tables: OwnTables }) {
  /** Whether the link works, before the customer chooses a password. It is not used up. */
  const checkResetLink = createAuthEndpoint(
    '/reset-password/check',
    { method: 'POST', body: z.object({ token: z.string() }) },
    async (ctx) => {
      const link = await ctx.context.internalAdapter.findVerificationValue(identifierOf(ctx.body.token));
      return ctx.json({ works: link !== null && link.expiresAt >= new Date() });
    },
  );

  /** The e-mail with the link arrived, so the address is the customer's; no older link may set another password. */
  const reset = createAuthEndpoint(
    '/reset-password',
    { method: 'POST', body: z.object({ token: z.string(), newPassword: z.string() }) },
    async (ctx) => {
      const { internalAdapter, adapter, password } = ctx.context;
      const identifier = identifierOf(ctx.body.token);
      const invalid = refusal('BAD_REQUEST', 'INVALID_TOKEN');
      const link = await internalAdapter.findVerificationValue(identifier);
      if (!link || link.expiresAt < new Date()) throw invalid;
      const hash = await password.hash(ctx.body.newPassword);
      const userId = Number(link.value);
      await runWithTransaction(adapter, async () => {
        const signInMethods = tables.signInMethods();
        await signInMethods.lockAccount(userId);
        const used = await internalAdapter.consumeVerificationValue(identifier);
        const user = used && (await internalAdapter.findUserById(used.value));
        if (!user) throw invalid;
        await signInMethods.setPasswordHash(userId, hash);
        if (!user.emailVerified) {
          await discardUnverifiedCredentials(internalAdapter, user.id);
          await internalAdapter.updateUser(user.id, { emailVerified: true });
        }
        await internalAdapter.deleteUserSessions(user.id);
        await signInMethods.discard(userId, ['pending', 'devices']);
        await record(ctx, { userId: user.id, kind: 'password_reset' });
      });
      return ctx.json({ status: true });
    },
  );

  return {
    id: 'reset-password',
    endpoints: { checkResetLink, resetPassword: reset },
  } satisfies BetterAuthPlugin;
}
