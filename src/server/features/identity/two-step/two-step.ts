/**
 * Implements two-step verification on better-auth's two-factor plugin: an account that uses it gets no session until
 * the second factor is given, whichever endpoint the sign-in used (OWASP ASVS 5.0, 6.3.4;
 * docs/decisions/0020-one-second-step-for-every-door.md). The stock plugin requires it only after a password, not after
 * an e-mailed link or a provider, and renews its trusted device with every sign-in.
 */
import type { BetterAuthPlugin, GenericEndpointContext } from 'better-auth';
import { createAuthEndpoint, createAuthMiddleware, isAPIError } from 'better-auth/api';
import { twoFactor } from 'better-auth/plugins/two-factor';
import { passkeySignInEndpoint } from '#server/features/identity/better-auth/auth-inputs.ts';
import { twoFactorTables } from '#server/features/identity/better-auth/auth-tables.ts';
import { passkeysOf } from '#server/features/identity/better-auth/stored-rows/passkey-rows.ts';
import { pendingSignIn } from '#server/features/identity/better-auth/stored-rows/pending-sign-in.ts';
import { isTrustedDevice } from '#server/features/identity/better-auth/stored-rows/trusted-devices.ts';
import { findTwoFactor } from '#server/features/identity/better-auth/stored-rows/two-factor-row.ts';
import type { SecondFactor } from '#shared/identity/security-log.ts';

interface SecondStepOptions {
  /** The page that requests the second factor after a sign-in by link or provider. */
  page: string;
}

/** Endpoints at which both factors have been verified. */
const endpointsOfBothFactors: ReadonlySet<string> = new Set([
  '/two-factor/verify-totp',
  '/two-factor/verify-backup-code',
  passkeySignInEndpoint,
]);

/** Returns the target of a redirect; null for any other response. */
const destinationOf = (returned: unknown): string | null =>
  isAPIError(returned) && returned.statusCode === 302 ? new Headers(returned.headers).get('location') : null;

/** The second factors of an account; a recovery code takes the place of any of them. */
async function secondFactorsOf(
  context: GenericEndpointContext['context'],
  userId: string,
): Promise<SecondFactor[]> {
  const row = await findTwoFactor(context, userId);
  const keys = await passkeysOf(context, userId);
  return [...(row?.verified ? (['totp'] as const) : []), ...(keys.length > 0 ? (['passkey'] as const) : [])];
}

export function twoStep({ page }: SecondStepOptions) {
  const plugin = twoFactor({ schema: twoFactorTables, backupCodeOptions: { storeBackupCodes: 'encrypted' } });
  const [challenge] = plugin.hooks.after;
  if (!challenge) throw new Error('the two-factor plugin asks for nothing');

  /** Returns the URL of the page that requests the second factor and then continues to the destination. */
  function askingPage(secondFactor: readonly SecondFactor[], destination: string): string {
    const { pathname, search } = new URL(destination, page);
    return `${page}?${new URLSearchParams({ second: JSON.stringify(secondFactor), next: pathname + search })}`;
  }

  const ask = createAuthMiddleware(async (ctx) => {
    const { newSession, session, returned } = ctx.context;
    // A session that replaces another one of the same user isn't a sign-in.
    if (!newSession?.user.twoFactorEnabled || session?.user.id === newSession.user.id) return;
    if (await isTrustedDevice(ctx, newSession.user.id)) return;
    // Takes the session back: the sign-in is pending until the second factor is given.
    await passOn(ctx, challenge.handler);
    const secondFactor = await secondFactorsOf(ctx.context, newSession.user.id);
    const destination = destinationOf(returned);
    if (destination !== null) throw ctx.redirect(askingPage(secondFactor, destination));
    return ctx.json({ secondFactor });
  });

  /** For the page that asks: the second factors it may ask for; null where no sign-in is pending in this browser. */
  const waiting = createAuthEndpoint('/second-step/waiting', { method: 'POST' }, async (ctx) => {
    const pending = await pendingSignIn(ctx);
    return ctx.json({ waiting: pending && (await secondFactorsOf(ctx.context, pending.userId)) });
  });

  return {
    ...plugin,
    endpoints: { ...plugin.endpoints, secondStepWaiting: waiting },
    hooks: {
      after: [
        { matcher: ({ path }) => path !== undefined && !endpointsOfBothFactors.has(path), handler: ask },
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
