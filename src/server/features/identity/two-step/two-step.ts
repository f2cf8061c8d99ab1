/**
 * Adds two-step verification, based on better-auth's two-factor plugin. An account that uses it gets no session until
 * the second factor is entered, whichever endpoint the sign-in used (OWASP ASVS 5.0, 6.3.4;
 * docs/decisions/0020-two-step-verification-at-every-sign-in.md).
 *
 * The plugin alone has these shortcomings:
 *
 * - It requires the second factor only after a password, not after an e-mailed link or a provider.
 * - It accepts a code more than once (RFC 6238, section 5.2; OWASP ASVS 5.0, 6.5.1).
 * - It renews the trust in a device with every sign-in, instead of ending it 30 days after the code.
 * - It doesn't report how long a lock lasts and doesn't record failures (OWASP ASVS 5.0, 16.3.1).
 */
import type { BetterAuthPlugin, GenericEndpointContext } from 'better-auth';
import {
  APIError,
  createAuthEndpoint,
  createAuthMiddleware,
  getSessionFromCtx,
  isAPIError,
} from 'better-auth/api';
import { twoFactor } from 'better-auth/plugins/two-factor';
import { twoFactorTables } from '#server/features/identity/better-auth/auth-tables.ts';
import { passkeySignInEndpoint } from '#server/features/identity/better-auth/endpoints.ts';
import { refusal } from '#server/features/identity/better-auth/refusal.ts';
import { pendingSignIn } from '#server/features/identity/better-auth/stored-rows/pending-sign-in.ts';
import {
  isTrustedDevice,
  trustDevice,
} from '#server/features/identity/better-auth/stored-rows/trusted-devices.ts';
import type { OwnTables } from '#server/features/identity/own-tables.ts';
import type { SecurityLogger } from '#server/features/identity/security-log/security-log.ts';
import { methodLabelOf } from '#server/features/identity/sign-in-methods/method-labels.ts';
import type { Limiter } from '#server/platform/rate-limits/limiter.ts';
import { minuteSeconds, secondMs } from '#shared/durations.ts';
import type { AuthRefusal } from '#shared/identity/auth-refusals.ts';
import type { SecondFactor } from '#shared/identity/security-log.ts';
import { codeForBetterAuth, stepOfCode } from './totp.ts';
import { recoveryCodesOf, type SecretKeeper, secretOf } from './two-factor-secrets.ts';

interface TwoStepOptions extends SecretKeeper {
  tables: OwnTables;
  limiter: Limiter | null;
  record: SecurityLogger;
  /** URL of the page that asks for the second factor after a sign-in by link or provider. */
  page: string;
}

const byApp = '/two-factor/verify-totp';
const byRecoveryCode = '/two-factor/verify-backup-code';
const isVerifying = ({ path }: { path?: string | undefined }) => path === byApp || path === byRecoveryCode;

/** Returns true for endpoints that take a second factor. A sign-in there needs no further factor. */
const isTwoStep = (endpoint: { path?: string | undefined }) =>
  isVerifying(endpoint) || endpoint.path === passkeySignInEndpoint;

/** Codes of refusals that aren't logged as a failed second factor, because no factor was compared. */
const unasked: ReadonlySet<unknown> = new Set<AuthRefusal>(['CHALLENGE_NOT_FOUND', 'FACTOR_UNREADABLE']);

/**
 * Sent to better-auth in place of a code that is wrong or was already used. It never matches, so better-auth counts a
 * failed attempt.
 */
const neverRight = '';

/**
 * The error if a stored secret or the recovery codes can't be read. No code was compared, so none was wrong and no
 * attempt is counted.
 */
const unreadable = () => refusal('CONFLICT', 'FACTOR_UNREADABLE');

/**
 * Throws while the second factor is locked. The error contains the remaining seconds, which better-auth's own error
 * lacks.
 */
function refuseWhileLocked(lockedUntil: Date | null): void {
  const milliseconds = lockedUntil === null ? 0 : lockedUntil.getTime() - Date.now();
  if (milliseconds <= 0) return;
  const seconds = String(Math.ceil(milliseconds / secondMs));
  const body = { code: 'ACCOUNT_TEMPORARILY_LOCKED' satisfies AuthRefusal, message: 'Too many wrong codes' };
  throw new APIError('TOO_MANY_REQUESTS', body, { 'x-retry-after': seconds });
}

/** Returns the target of a redirect; null for any other response. */
const destinationOf = (returned: unknown): string | null =>
  isAPIError(returned) && returned.statusCode === 302 ? new Headers(returned.headers).get('location') : null;

/** Counted before a code is compared, so that no more than ten concurrent codes are compared. */
const triesOf = (userId: string) => ({
  name: 'second-factor:account',
  of: [userId],
  limit: { tries: 10, seconds: 15 * minuteSeconds },
});

export function twoStep({ tables, record, page, limiter, ...keeper }: TwoStepOptions) {
  const plugin = twoFactor({ schema: twoFactorTables, backupCodeOptions: { storeBackupCodes: 'encrypted' } });
  const [challenge] = plugin.hooks.after;
  if (!challenge) throw new Error('the two-factor plugin asks for nothing');

  /** Returns the kinds of second factors that an account has. A recovery code can replace any of them. */
  async function secondFactorsOf(userId: string): Promise<SecondFactor[]> {
    const row = await tables.twoFactors().find(Number(userId));
    const keys = await tables.passkeys().credentialsOf(Number(userId));
    return [
      ...(row?.isConfirmed ? (['totp'] as const) : []),
      ...(keys.length > 0 ? (['passkey'] as const) : []),
    ];
  }

  /** Returns the URL of the page that requests the second factor and then continues to the destination. */
  function askingPage(destination: string): string {
    const { pathname, search } = new URL(destination, page);
    return `${page}?${new URLSearchParams({ second: 'true', next: pathname + search })}`;
  }

  const ask = createAuthMiddleware(async (ctx) => {
    const { newSession, session, returned } = ctx.context;
    // A session that replaces another session of the same user isn't a sign-in.
    if (!newSession || session?.user.id === newSession.user.id) return;
    // Read again: two-step verification may have been turned on while the password was being compared.
    const user = await ctx.context.internalAdapter.findUserById(newSession.user.id);
    if (!(user as { twoFactorEnabled?: boolean } | null)?.twoFactorEnabled) return;
    newSession.user.twoFactorEnabled = true;
    if (await isTrustedDevice(ctx, newSession.user.id)) return;
    // Revokes the new session. The sign-in is pending until the second factor is entered.
    await passOn(ctx, challenge.handler);
    const secondFactor = await secondFactorsOf(newSession.user.id);
    const destination = destinationOf(returned);
    if (destination !== null) throw ctx.redirect(askingPage(destination));
    return ctx.json({ secondFactor });
  });

  const check = createAuthMiddleware(async (ctx) => {
    // If the browser has a session, better-auth would take the code as the confirmation of a new app and count no
    // attempt.
    if (await getSessionFromCtx(ctx)) throw refusal('CONFLICT', 'ALREADY_SIGNED_IN');
    const pending = await pendingSignIn(ctx);
    if (!pending) throw refusal('UNAUTHORIZED', 'INVALID_TWO_FACTOR_COOKIE');
    const row = await tables.twoFactors().find(Number(pending.userId));
    if (!row) return;
    refuseWhileLocked(row.lockedUntil);
    const seconds = await limiter?.take([triesOf(pending.userId)]);
    if (seconds) refuseWhileLocked(new Date(Date.now() + seconds * secondMs));
    // Without a confirmed app, better-auth refuses every code.
    if (ctx.path === byRecoveryCode && (await recoveryCodesOf(keeper, row)) === null) throw unreadable();
    if (ctx.path !== byApp || !row.isConfirmed) return;
    const secret = await secretOf(keeper, row);
    if (secret === null) throw unreadable();
    const now = new Date();
    const step = stepOfCode(secret, String(ctx.body?.code), now);
    const isAccepted = step !== null && (await tables.twoFactors().claimStep(row.userId, step));
    return {
      context: { body: { ...ctx.body, code: isAccepted ? codeForBetterAuth(secret, now) : neverRight } },
    };
  });

  /**
   * After a second factor was accepted, trusts the device if the customer asked for that, and logs the use of a
   * recovery code. Also logs failed attempts.
   */
  const conclude = createAuthMiddleware(async (ctx) => {
    const { newSession, returned } = ctx.context;
    if (newSession) {
      const userId = newSession.user.id;
      await limiter?.release({ forget: [triesOf(userId)] });
      if (ctx.path === byRecoveryCode) await record(ctx, { userId, kind: 'recovery_code_used' });
      if (ctx.body?.rememberDevice === true && newSession.user.twoFactorEnabled === true)
        await trustDevice(ctx, userId);
      return;
    }
    if (!(returned instanceof APIError) || unasked.has(returned.body?.code)) return;
    const pending = await pendingSignIn(ctx);
    const detail = methodLabelOf(ctx.path);
    if (pending) await record(ctx, { userId: pending.userId, kind: 'second_factor_failed', detail });
  });

  /** Returns the second factors for which the page may ask; null if no sign-in is pending in this browser. */
  const waiting = createAuthEndpoint('/two-step/pending', { method: 'POST' }, async (ctx) => {
    const pending = await pendingSignIn(ctx);
    return ctx.json({ waiting: pending && (await secondFactorsOf(pending.userId)) });
  });

  return {
    ...plugin,
    endpoints: { ...plugin.endpoints, pendingTwoStep: waiting },
    hooks: {
      before: [{ matcher: isVerifying, handler: check }],
      after: [
        { matcher: (endpoint) => endpoint.path !== undefined && !isTwoStep(endpoint), handler: ask },
        { matcher: isTwoStep, handler: conclude },
      ],
    },
  } satisfies BetterAuthPlugin;
}

/** Runs another hook as part of this one and copies its headers, including cookies, to the response. */
async function passOn(ctx: GenericEndpointContext, hook: (ctx: never) => Promise<unknown>): Promise<void> {
  const result = await hook({ ...ctx, returnHeaders: true } as never);
  const headers = (result as { headers?: Headers | null }).headers;
  headers?.forEach((value, name) => {
    ctx.responseHeaders.append(name, value);
  });
}
