/**
 * Customers with neither password nor passkey re-authenticate with a code sent to their e-mail address: six digits, ten
 * minutes, five tries (OWASP ASVS 5.0, 7.5.1; NIST SP 800-63B, 3.2.2). better-auth's `emailOTP` plugin signs in and resets
 * passwords with such codes, and is open to customers who have a stronger method.
 */

import type { BetterAuthPlugin } from 'better-auth';
import { APIError, createAuthEndpoint, sessionMiddleware } from 'better-auth/api';
import { z } from 'zod';
import type { AuthSecret } from '#server/features/identity/better-auth/auth-secrets.ts';
import type { SecurityLogger } from '#server/features/identity/security-log/security-log.ts';
import type { AuthRefusal } from '#shared/identity/auth-refusals.ts';
import type { SignInMethods } from '#shared/identity/security-log.ts';
import { codeNameOf, isCode, readKept, writeKept } from './email-code.ts';
import { markReauthenticated } from './reauthenticate.ts';

export interface ReauthenticationByCodeOptions {
  happened: SecurityLogger;
  /** Enqueues the message that carries the code of this session. */
  enqueueCode: (user: { id: string; email: string }, sessionId: string) => Promise<void>;
  secrets: readonly [AuthSecret, ...AuthSecret[]];
  waysInOf: (userId: number) => Promise<Pick<SignInMethods, 'hasPassword' | 'passkeys'>>;
}

export function reauthenticationByCode({
  happened,
  enqueueCode,
  secrets,
  waysInOf,
}: ReauthenticationByCodeOptions) {
  const refuse = (status: 'BAD_REQUEST' | 'FORBIDDEN' | 'UNAUTHORIZED', code: AuthRefusal) =>
    new APIError(status, { code, message: code });

  /** A mailbox proves less than a password or a passkey: who has one of these is asked for it. */
  async function assertNoBetterWay(userId: string): Promise<void> {
    const { hasPassword, passkeys } = await waysInOf(Number(userId));
    if (hasPassword || passkeys > 0) throw refuse('FORBIDDEN', 'ANOTHER_WAY_NEEDED');
  }

  const send = createAuthEndpoint(
    '/confirm/email-code',
    { method: 'POST', body: z.object({}), use: [sessionMiddleware] },
    async (ctx) => {
      const { user, session } = ctx.context.session;
      await assertNoBetterWay(user.id);
      await enqueueCode(user, session.id);
      return ctx.json({ status: true });
    },
  );

  const verify = createAuthEndpoint(
    '/confirm/email-code/verify',
    { method: 'POST', body: z.object({ code: z.string() }), use: [sessionMiddleware] },
    async (ctx) => {
      const { user, session } = ctx.context.session;
      const { internalAdapter, adapter } = ctx.context;
      await assertNoBetterWay(user.id);
      const row = await internalAdapter.findVerificationValue(codeNameOf(session.id));
      const kept = row && row.expiresAt > new Date() ? readKept(row.value) : null;
      if (!row || !kept) throw refuse('BAD_REQUEST', 'CODE_EXPIRED');
      // Counted before it is looked at, and only from what was read: tries at the same moment count one by one.
      const counted = await adapter.updateMany({
        model: 'verification',
        where: [
          { field: 'id', value: row.id },
          { field: 'value', value: row.value },
        ],
        update: { value: writeKept({ ...kept, tries: kept.tries + 1 }) },
      });
      if (counted !== 1 || !isCode(kept, session.id, ctx.body.code, secrets))
        throw refuse('UNAUTHORIZED', 'CODE_WRONG');
      const used = await adapter.deleteMany({
        model: 'verification',
        where: [{ field: 'id', value: row.id }],
      });
      if (used !== 1) throw refuse('BAD_REQUEST', 'CODE_EXPIRED');
      await markReauthenticated(ctx.context, session);
      await happened(ctx, { userId: user.id, kind: 'identity_confirmed', detail: 'email-code' });
      return ctx.json({ status: true });
    },
  );

  return {
    id: 'confirm-by-code',
    endpoints: { sendConfirmCode: send, verifyConfirmCode: verify },
  } satisfies BetterAuthPlugin;
}
