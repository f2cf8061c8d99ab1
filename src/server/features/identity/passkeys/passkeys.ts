/**
 * Passkeys and security keys, on better-auth's passkey plugin. A passkey that verified its user is two factors and signs in
 * alone; any other is a second factor after the password (NIST SP 800-63B, 5.1.8 and 5.1.7). The stock plugin accepts
 * every key as a sign-in of its own, does not look at two-step verification, lets an answer to an older challenge of the
 * same browser stand, and reports a malformed registration as a failure of the server.
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

/** Called when the signature is right, before there is a session. Throws where the passkey may not sign in. */
async function assertMayEnter(ctx: GenericEndpointContext, credentialID: string, userVerified: boolean) {
  const key = await findPasskey(ctx.context, credentialID);
  const user = key && (await ctx.context.internalAdapter.findUserById(key.userId));
  if (!user) throw refusal('NOT_FOUND', 'PASSKEY_NOT_FOUND');
  if (!user.emailVerified) throw refusal('FORBIDDEN', 'EMAIL_NOT_VERIFIED');
  const pending = await pendingSignIn(ctx);
  if (pending?.userId === user.id && (await endPendingSignIn(ctx, pending))) return;
  // A key without user verification is one factor.
  if (!userVerified) throw refusal('UNAUTHORIZED', 'USER_VERIFICATION_NEEDED');
}

export function passkeys({ appUrl, appName, record }: PasskeysOptions) {
  /** Registrations whose key did not verify its user; the key's row is not there yet. */
  const unverified = new WeakSet<Request>();
  /** Registrations whose answer was valid: a failure after that is ours, one before it is the caller's. */
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

  /** The stock options are the same for every purpose; ours depend on what the passkey is to prove. */
  const shapeOptions = createAuthMiddleware(async (ctx) => {
    const { returned } = ctx.context;
    const options = z.looseObject({ challenge: z.string() }).safeParse(returned);
    if (!options.success) return;
    const purpose: unknown = ctx.query?.purpose;
    if (purpose === 'sign-in') {
      // In a browser with a session the plugin would list that customer's keys; a sign-in names none.
      return ctx.json({ ...options.data, allowCredentials: [], userVerification: 'required' });
    }
    if (purpose !== 'second-factor') return;
    const pending = await pendingSignIn(ctx);
    const keys = pending ? await passkeysOf(ctx.context, pending.userId) : [];
    return ctx.json({ ...options.data, allowCredentials: keys.map(describeKey) });
  });

  /** The plugin has stored the passkey already: it is removed where the rest cannot be written. */
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

/** The plugin answers 500 where a passkey's answer is malformed; that is the caller's mistake. */
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
  // better-auth reads the path and the options of an endpoint from the function itself.
  return Object.assign(blamed, endpoint);
}

const describeKey = ({ credentialID, transports }: PasskeyRow) => ({
  id: credentialID,
  type: 'public-key',
  ...(transports ? { transports: transports.split(',') } : {}),
});
