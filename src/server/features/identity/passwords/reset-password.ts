/**
 * Sets a new password with a link from an e-mail. The change, everything it invalidates and its security log entry are
 * written in one transaction. Replaces better-auth's endpoints of the same names. Those don't end sessions (OWASP ASVS
 * 5.0, 7.4.3), don't forget trusted devices, don't confirm the address, and don't write everything in one transaction.
 */

import { runWithTransaction } from '@better-auth/core/context';
import type { BetterAuthPlugin } from 'better-auth';
import { createAuthEndpoint } from 'better-auth/api';
import { z } from 'zod';
import { addressOf } from '#server/features/identity/better-auth/address-alias.ts';
import { refusal } from '#server/features/identity/better-auth/refusal.ts';
import type { OwnTables } from '#server/features/identity/own-tables.ts';
import { discardUnverifiedCredentials } from '#server/features/identity/registration/confirm-address.ts';
import type { CorrectionOf } from '#server/features/identity/registration/corrected-address.ts';
import type { SecurityLogger } from '#server/features/identity/security-log/security-log.ts';

/** Returns the identifier under which better-auth stores such a link. */
const identifierOf = (token: string) => `reset-password:${token}`;

export function resetPassword({
  record,
  tables,
  correctionOf,
}: {
  record: SecurityLogger;
  tables: OwnTables;
  correctionOf: CorrectionOf;
}) {
  /**
   * Returns whether the link is valid, so that the page can report that before the customer chooses a password. The
   * link stays valid. For a valid link, also returns the account's address. This reveals nothing: the link was sent
   * to that address.
   */
  const checkResetLink = createAuthEndpoint(
    '/reset-password/check',
    { method: 'POST', body: z.object({ token: z.string() }) },
    async (ctx) => {
      const link = await ctx.context.internalAdapter.findVerificationValue(identifierOf(ctx.body.token));
      if (link === null || link.expiresAt < new Date()) return ctx.json({ works: false });
      const user = await ctx.context.internalAdapter.findUserById(link.value);
      return ctx.json({ works: user !== null, ...(user && { email: addressOf(user.email) }) });
    },
  );

  /**
   * Sets the password. Also confirms the address, because the customer has received the e-mail with the link. All other
   * links stop working.
   */
  const reset = createAuthEndpoint(
    '/reset-password',
    { method: 'POST', body: z.object({ token: z.string(), newPassword: z.string() }) },
    async (ctx) => {
      const { internalAdapter, adapter, password } = ctx.context;
      const identifier = identifierOf(ctx.body.token);
      const invalid = refusal('BAD_REQUEST', 'INVALID_TOKEN');
      const link = await internalAdapter.findVerificationValue(identifier);
      if (!link || link.expiresAt < new Date()) throw invalid;
      // A link to the old address was discarded when the address was corrected, and none is sent to the new one yet.
      if ((await correctionOf(Number(link.value)))?.isHeld) throw invalid;
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
          await discardUnverifiedCredentials({ internalAdapter, correctionOf }, user.id);
          await internalAdapter.updateUser(user.id, { emailVerified: true });
        }
        await tables.sessions().endAll(userId);
        await tables.verifications().discard(userId, ['pending', 'devices']);
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
