/**
 * Adds what the two-factor plugin of better-auth 1.7 lacks: a code is accepted once (RFC 6238, section 5.2; OWASP ASVS
 * 5.0, 6.5.1), a device is trusted for 30 days from the code on, a lock reports how long it lasts, and failures are
 * recorded in the security log (OWASP ASVS 5.0, 16.3.1).
 */

import type { BetterAuthPlugin, GenericEndpointContext } from 'better-auth';
import { APIError, createAuthMiddleware, getSessionFromCtx } from 'better-auth/api';
import { passkeySignInEndpoint } from '#server/features/identity/better-auth/auth-inputs.ts';
import { refusal } from '#server/features/identity/better-auth/refusal.ts';
import { pendingSignIn } from '#server/features/identity/better-auth/stored-rows/pending-sign-in.ts';
import { trustDevice } from '#server/features/identity/better-auth/stored-rows/trusted-devices.ts';
import {
  claimStep,
  findTwoFactor,
} from '#server/features/identity/better-auth/stored-rows/two-factor-row.ts';
import type { SecurityLogger } from '#server/features/identity/security-log/security-log.ts';
import { secondMs } from '#shared/durations.ts';
import type { AuthRefusal } from '#shared/identity/auth-refusals.ts';
import type { SecurityEventKind } from '#shared/identity/security-log.ts';
import { stepOfCode } from './totp.ts';
import { recoveryCodesOf, type SecretKeeper, secretOf } from './two-factor-secrets.ts';

const byApp = '/two-factor/verify-totp';
const byRecoveryCode = '/two-factor/verify-backup-code';
const isVerifying = ({ path }: { path?: string | undefined }) => path === byApp || path === byRecoveryCode;

/** Refusals that say nothing of the factor that was given: it was not compared. */
const unasked: ReadonlySet<unknown> = new Set<AuthRefusal>(['CHALLENGE_NOT_FOUND', 'FACTOR_UNREADABLE']);

/** Never matches a code, so better-auth counts a failed attempt. */
const usedUp = '';

/** No code can be compared, so none was wrong and no try is counted. */
const unreadable = () => refusal('CONFLICT', 'FACTOR_UNREADABLE');

/** Throws while the factor is locked, with the remaining seconds, which better-auth's own error lacks. */
function refuseWhileLocked(lockedUntil: Date | null): void {
  const milliseconds = lockedUntil === null ? 0 : lockedUntil.getTime() - Date.now();
  if (milliseconds <= 0) return;
  const seconds = String(Math.ceil(milliseconds / secondMs));
  const body = { code: 'ACCOUNT_TEMPORARILY_LOCKED' satisfies AuthRefusal, message: 'Too many wrong codes' };
  throw new APIError('TOO_MANY_REQUESTS', body, { 'x-retry-after': seconds });
}

export function twoStepPolicy({ record, ...keeper }: SecretKeeper & { record: SecurityLogger }) {
  const before = createAuthMiddleware(async (ctx) => {
    // Inside a session, better-auth would take the code as confirming a new app and count no attempts.
    if (await getSessionFromCtx(ctx)) {
      throw refusal('CONFLICT', 'ALREADY_SIGNED_IN');
    }
    const pending = await pendingSignIn(ctx);
    const row = pending && (await findTwoFactor(ctx.context, pending.userId));
    if (!row) return;
    refuseWhileLocked(row.lockedUntil);
    // Without a confirmed app, better-auth refuses every code.
    if (ctx.path === byRecoveryCode && (await recoveryCodesOf(keeper, row)) === null) throw unreadable();
    if (ctx.path !== byApp || !row.verified) return;
    const secret = await secretOf(keeper, row);
    if (secret === null) throw unreadable();
    const step = stepOfCode(secret, String(ctx.body?.code), new Date());
    if (step === null || (await claimStep(ctx.context, row.id, step))) return;
    return { context: { body: { ...ctx.body, code: usedUp } } };
  });

  const after = createAuthMiddleware(async (ctx) => {
    const { newSession, returned } = ctx.context;
    if (newSession) {
      if (ctx.path === byRecoveryCode) await tell(ctx, newSession.user.id, 'recovery_code_used');
      if (ctx.body?.rememberDevice === true) await trustDevice(ctx, newSession.user.id);
      return;
    }
    if (!(returned instanceof APIError)) return;
    if (unasked.has(returned.body?.code)) return;
    const pending = await pendingSignIn(ctx);
    if (pending) await tell(ctx, pending.userId, 'second_factor_failed');
  });

  const tell = (ctx: GenericEndpointContext, userId: string, kind: SecurityEventKind) =>
    record(ctx, { userId, kind, ...(kind === 'second_factor_failed' ? { detail: methodOf(ctx.path) } : {}) });

  return {
    id: 'two-step-policy',
    schema: {
      twoFactor: {
        modelName: 'two_factors',
        fields: {
          /** The time step of the newest code that was accepted. */
          lastUsedStep: { type: 'number', required: false, returned: false, fieldName: 'last_used_step' },
        },
      },
    },
    hooks: {
      before: [{ matcher: isVerifying, handler: before }],
      after: [
        {
          matcher: (endpoint) => isVerifying(endpoint) || endpoint.path === passkeySignInEndpoint,
          handler: after,
        },
      ],
    },
  } satisfies BetterAuthPlugin;
}

const methods: Readonly<Record<string, string>> = {
  [byApp]: 'authenticator',
  [byRecoveryCode]: 'recovery-code',
};
const methodOf = (path: string | undefined) => methods[path ?? ''] ?? 'passkey';
