/**
 * Implements passkeys and security keys on better-auth's passkey plugin. A passkey that verified its user counts as two
 * factors and is enough to sign in; any other is a second factor after the password (NIST SP 800-63B, 5.1.8 and 5.1.7).
 * The stock plugin signs in with any key, ignores two-step verification, accepts a response to an older challenge of
 * the same browser, and reports a malformed registration as a server error.
 */

import { getCurrentAdapter, runWithTransaction } from '@better-auth/core/context';
import { passkey } from '@better-auth/passkey';
import type { BetterAuthPlugin, GenericEndpointContext } from 'better-auth';
import { APIError, createAuthMiddleware } from 'better-auth/api';
import { z } from 'zod';
import { passkeySignInEndpoint } from '#server/features/identity/better-auth/auth-inputs.ts';
import { passkeyTables } from '#server/features/identity/better-auth/auth-tables.ts';
import { refusal } from '#server/features/identity/better-auth/refusal.ts';
import {
  findPasskey,
  passkeyModel as model,
  type PasskeyRow,
  passkeysOf,
} from '#server/features/identity/better-auth/stored-rows/passkey-rows.ts';
import {
  endPendingSignIn,
  pendingSignIn,
} from '#server/features/identity/better-auth/stored-rows/pending-sign-in.ts';
import type { SecurityLogger } from '#server/features/identity/security-log/security-log.ts';
import { assertNewestChallenge, challengeCookie } from './passkey-challenge.ts';

const optionsEndpoint = '/passkey/generate-authenticate-options';
const registrationEndpoint = '/passkey/verify-registration';

interface PasskeysOptions {
  record: SecurityLogger;
  appUrl: string;
  appName: string;
}

/** Called once the signature is verified, before a session exists. Throws if the passkey may not be used to sign in. */
async function assertMayEnter(ctx: GenericEndpointContext, credentialID: string, userVerified: boolean) {
  const key = await findPasskey(ctx.context, credentialID);
  const user = key && (await ctx.context.internalAdapter.findUserById(key.userId));
  if (!user) throw refusal('NOT_FOUND', 'PASSKEY_NOT_FOUND');
  if (!user.emailVerified) throw refusal('FORBIDDEN', 'EMAIL_NOT_VERIFIED');
  const pending = await pendingSignIn(ctx);
  if (pending?.userId === user.id && (await endPendingSignIn(ctx, pending))) return;
  // Without user verification, a passkey is only one factor.
  if (!userVerified) throw refusal('UNAUTHORIZED', 'USER_VERIFICATION_NEEDED');
}

export function passkeys({ appUrl, appName, record }: PasskeysOptions) {
  /** Registrations whose passkey didn't verify its user. Recorded here because the passkey's row doesn't exist yet. */
  const unverified = new WeakSet<Request>();
  /**
   * Registrations with a valid response. Failures after that point are the server's fault, earlier ones the client's.
   */
  const inOrder = new WeakSet<Request>();
  const { hostname, origin } = new URL(appUrl);
  const plugin = passkey({
    rpID: hostname,
    rpName: appName,
    origin,
    schema: passkeyTables,
    advanced: { webAuthnChallengeCookie: challengeCookie },
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
    registration: {
      afterVerification: ({ ctx, verification }) => {
        if (ctx.request) inOrder.add(ctx.request);
        if (ctx.request && verification.registrationInfo?.userVerified !== true) unverified.add(ctx.request);
      },
    },
    authentication: {
      afterVerification: async ({ ctx, verification, clientData }) =>
        assertMayEnter(ctx, clientData.id, verification.authenticationInfo.userVerified),
    },
  });

  const refuseOldRegistration = createAuthMiddleware((ctx) =>
    assertNewestChallenge(ctx, ctx.body?.response, 'registration'),
  );
  const refuseOldChallenge = createAuthMiddleware((ctx) => assertNewestChallenge(ctx, ctx.body?.response));

  /** Adapts the options to the passkey's purpose. The stock options are always the same. */
  const shapeOptions = createAuthMiddleware(async (ctx) => {
    const { returned } = ctx.context;
    const options = z.looseObject({ challenge: z.string() }).safeParse(returned);
    if (!options.success) return;
    const purpose: unknown = ctx.query?.purpose;
    if (purpose === 'sign-in') {
      // In a browser with a session, the plugin would list that customer's passkeys. A sign-in must not name any.
      return ctx.json({ ...options.data, allowCredentials: [], userVerification: 'required' });
    }
    if (purpose !== 'second-factor') return;
    const pending = await pendingSignIn(ctx);
    const keys = pending ? await passkeysOf(ctx.context, pending.userId) : [];
    return ctx.json({ ...options.data, allowCredentials: keys.map(describeKey) });
  });

  /** The plugin has already stored the passkey. It is deleted again if the rest can't be written. */
  const noteRegistration = createAuthMiddleware(async (ctx) => {
    const { session, returned, adapter } = ctx.context;
    if (!session || returned instanceof APIError) return;
    const { id } = z.object({ id: z.string() }).parse(returned);
    const where = [{ field: 'id', value: id }];
    const { user } = session;
    try {
      await runWithTransaction(adapter, async () => {
        const inside = await getCurrentAdapter(adapter);
        if (ctx.request && unverified.has(ctx.request))
          await inside.update({ model, where, update: { verifiesUser: false } });
        await record(ctx, { userId: user.id, kind: 'passkey_added', detail: String(ctx.body?.name) });
      });
    } catch (error) {
      await adapter.delete({ model, where });
      throw error;
    }
  });

  return {
    ...plugin,
    schema: {
      passkey: {
        ...plugin.schema.passkey,
        fields: {
          ...plugin.schema.passkey.fields,
          verifiesUser: { type: 'boolean', required: false, returned: false, fieldName: 'verifies_user' },
        },
      },
    },
    endpoints: {
      ...plugin.endpoints,
      verifyPasskeyRegistration: blaming(plugin.endpoints.verifyPasskeyRegistration, {
        isOurs: (request) => inOrder.has(request),
      }),
    },
    hooks: {
      before: [
        { matcher: ({ path }) => path === passkeySignInEndpoint, handler: refuseOldChallenge },
        { matcher: ({ path }) => path === registrationEndpoint, handler: refuseOldRegistration },
      ],
      after: [
        { matcher: ({ path }) => path === optionsEndpoint, handler: shapeOptions },
        { matcher: ({ path }) => path === registrationEndpoint, handler: noteRegistration },
      ],
    },
  } satisfies BetterAuthPlugin;
}

/** Turns the plugin's 500 for a malformed response into a 400, because the client is at fault. */
function blaming<Endpoint extends (context: never) => Promise<unknown>>(
  endpoint: Endpoint,
  { isOurs }: { isOurs: (request: Request) => boolean },
): Endpoint {
  const blamed = async (context: Parameters<Endpoint>[0]): Promise<unknown> => {
    const { request } = context as { request?: Request };
    try {
      return await endpoint(context);
    } catch (error) {
      const isTheirs = request !== undefined && !isOurs(request);
      if (!isTheirs || !(error instanceof APIError) || error.statusCode < 500) throw error;
      throw refusal('BAD_REQUEST', 'FAILED_TO_VERIFY_REGISTRATION');
    }
  };
  // better-auth reads an endpoint's path and options from properties of the function.
  return Object.assign(blamed, endpoint);
}

const describeKey = ({ credentialID, transports }: PasskeyRow) => ({
  id: credentialID,
  type: 'public-key',
  ...(transports ? { transports: transports.split(',') } : {}),
});
