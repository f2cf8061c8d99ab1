/**
 * Passkeys and security keys, on better-auth's passkey plugin: one that verified its user signs in alone, for it is
 * two factors; any other one is a second factor after the password (NIST SP 800-63B, 5.1.8 and 5.1.7).
 */

import { getCurrentAdapter, runWithTransaction } from '@better-auth/core/context';
import { passkey } from '@better-auth/passkey';
import type { BetterAuthPlugin, GenericEndpointContext } from 'better-auth';
import { APIError, createAuthEndpoint, createAuthMiddleware, sessionMiddleware } from 'better-auth/api';
import { z } from 'zod';
import { canSignIn, type WaysIn } from '#shared/account-security.ts';
import { passkeyTables } from './auth-tables.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { endPendingSignIn, pendingSignIn } from './pending-sign-in.ts';
import type { Happened } from './security-log.ts';

/** Carries the challenge of a ceremony that has begun. */
export const challengeCookie = 'passkey_challenge';
export const passkeySignInDoor = '/passkey/verify-authentication';
const optionsDoor = '/passkey/generate-authenticate-options';
const registrationDoor = '/passkey/verify-registration';

export interface PasskeyRow {
  id: string;
  userId: string;
  name: string | null;
  credentialID: string;
  publicKey: string;
  counter: number;
  transports: string | null;
}

interface PasskeysOptions {
  appUrl: string;
  appName: string;
  happened: Happened;
  /** The last way in is not deleted. */
  waysInOf: (userId: number) => Promise<WaysIn>;
  /** Names of the providers that are offered. */
  offered: readonly string[];
}

const model = 'passkey';
type Context = GenericEndpointContext['context'];

const refuse = (status: 'UNAUTHORIZED' | 'FORBIDDEN' | 'NOT_FOUND' | 'CONFLICT', code: string) =>
  new APIError(status, { code, message: code });
const notFound = () => refuse('NOT_FOUND', 'PASSKEY_NOT_FOUND');

/** The passkeys of a person. */
export const passkeysOf = (context: Context, userId: string): Promise<PasskeyRow[]> =>
  context.adapter.findMany<PasskeyRow>({ model, where: [{ field: 'userId', value: userId }] });

/** The passkey that an answer names; null when there is none. */
export const findPasskey = (context: Context, credentialID: unknown): Promise<PasskeyRow | null> =>
  context.adapter.findOne<PasskeyRow>({
    model,
    where: [{ field: 'credentialID', value: String(credentialID) }],
  });

/** Called when the signature is right, before there is a session. Throws what keeps the person out. */
async function assertMayEnter(ctx: GenericEndpointContext, credentialID: string, userVerified: boolean) {
  const key = await findPasskey(ctx.context, credentialID);
  const user = key && (await ctx.context.internalAdapter.findUserById(key.userId));
  if (!user) throw notFound();
  if (!user.emailVerified) throw refuse('FORBIDDEN', 'EMAIL_NOT_VERIFIED');
  const pending = await pendingSignIn(ctx);
  if (pending?.userId === user.id && (await endPendingSignIn(ctx, pending))) return;
  // Whoever holds the key alone has shown one factor.
  if (!userVerified) throw refuse('UNAUTHORIZED', 'USER_VERIFICATION_NEEDED');
}

export function passkeys({ appUrl, appName, happened, waysInOf, offered }: PasskeysOptions) {
  /** Registrations whose key did not verify its user; the key's row is not there yet. */
  const unverified = new WeakSet<Request>();
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
        if (ctx.request && verification.registrationInfo?.userVerified !== true) unverified.add(ctx.request);
      },
    },
    authentication: {
      afterVerification: async ({ ctx, verification, clientData }) =>
        assertMayEnter(ctx, clientData.id, verification.authenticationInfo.userVerified),
    },
  });

  /** better-auth asks every key for anything it likes; ours depends on what the key is to prove. */
  const shapeOptions = createAuthMiddleware(async (ctx) => {
    const { returned } = ctx.context;
    const options = z.looseObject({ challenge: z.string() }).safeParse(returned);
    if (!options.success) return;
    const purpose: unknown = ctx.query?.purpose;
    if (purpose === 'sign-in') {
      // Whoever is signed in would be told their keys: at this door nobody is known yet.
      return ctx.json({ ...options.data, allowCredentials: [], userVerification: 'required' });
    }
    if (purpose !== 'second-factor') return;
    const pending = await pendingSignIn(ctx);
    const keys = pending ? await passkeysOf(ctx.context, pending.userId) : [];
    return ctx.json({ ...options.data, allowCredentials: keys.map(describeKey) });
  });

  /** The plugin has written the key by itself: it goes again when the rest cannot be written. */
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
        await happened(ctx, { userId: user.id, kind: 'passkey_added', detail: String(ctx.body?.name) });
      });
    } catch (error) {
      await adapter.delete({ model, where });
      throw error;
    }
  });

  const rename = createAuthEndpoint(
    '/passkey/rename',
    { method: 'POST', use: [sessionMiddleware], body: z.object({ id: z.string(), name: z.string() }) },
    async (ctx) => {
      const { user } = ctx.context.session;
      const { id, name } = ctx.body;
      const where = [
        { field: 'id', value: id },
        { field: 'userId', value: user.id },
      ];
      await runWithTransaction(ctx.context.adapter, async () => {
        const adapter = await getCurrentAdapter(ctx.context.adapter);
        if (!(await adapter.update({ model, where, update: { name } }))) throw notFound();
        await happened(ctx, { userId: user.id, kind: 'passkey_renamed', detail: name });
      });
      return ctx.json({ status: true });
    },
  );

  const remove = createAuthEndpoint(
    '/passkey/remove',
    { method: 'POST', use: [sessionMiddleware], body: z.object({ id: z.string() }) },
    async (ctx) => {
      const { user } = ctx.context.session;
      await oneAtATime(ctx, user.id, async () => {
        const adapter = await getCurrentAdapter(ctx.context.adapter);
        const removed = await adapter.consumeOne<PasskeyRow>({
          model,
          where: [
            { field: 'id', value: ctx.body.id },
            { field: 'userId', value: user.id },
          ],
        });
        if (!removed) throw notFound();
        // Of what is left now; it is taken back when that is nothing.
        if (!canSignIn(await waysInOf(Number(user.id)), offered)) throw refuse('CONFLICT', 'LAST_WAY_IN');
        await happened(ctx, { userId: user.id, kind: 'passkey_removed', detail: removed.name ?? '' });
      });
      return ctx.json({ status: true });
    },
  );

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
    endpoints: { ...plugin.endpoints, renamePasskey: rename, removePasskey: remove },
    hooks: {
      after: [
        { matcher: ({ path }) => path === optionsDoor, handler: shapeOptions },
        { matcher: ({ path }) => path === registrationDoor, handler: noteRegistration },
      ],
    },
  } satisfies BetterAuthPlugin;
}

const describeKey = ({ credentialID, transports }: PasskeyRow) => ({
  id: credentialID,
  type: 'public-key',
  ...(transports ? { transports: transports.split(',') } : {}),
});
