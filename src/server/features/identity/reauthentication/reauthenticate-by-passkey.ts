/**
 * Re-authenticates with one of the customer's passkeys: the same ceremony as signing in, without a new session (OWASP
 * ASVS 5.0, 7.5.1). The stock plugin's endpoint always starts a session.
 */

import { type AuthenticationResponseJSON, verifyAuthenticationResponse } from '@simplewebauthn/server';
import type { BetterAuthPlugin } from 'better-auth';
import { APIError, createAuthEndpoint, sessionMiddleware } from 'better-auth/api';
import { z } from 'zod';
import { refusal } from '#server/features/identity/better-auth/refusal.ts';
import {
  findPasskey,
  type PasskeyRow,
} from '#server/features/identity/better-auth/stored-rows/passkey-rows.ts';
import {
  assertNewestChallenge,
  takeChallenge,
} from '#server/features/identity/passkeys/passkey-challenge.ts';
import type { SecurityLogger } from '#server/features/identity/security-log/security-log.ts';
import type { AuthRefusal } from '#shared/identity/auth-refusals.ts';
import { markReauthenticated } from './reauthenticate.ts';

interface ConfirmByPasskeyOptions {
  appUrl: string;
  record: SecurityLogger;
}

export function reauthenticationByPasskey({ appUrl, record }: ConfirmByPasskeyOptions) {
  const { hostname, origin } = new URL(appUrl);
  const code = 'AUTHENTICATION_FAILED' satisfies AuthRefusal;
  const refused = () =>
    new APIError('UNAUTHORIZED', { code, message: 'The passkey belongs to another account' });

  /**
   * Returns the passkey's new counter. Throws if the response isn't from this passkey or doesn't match the challenge.
   */
  async function verify(response: AuthenticationResponseJSON, key: PasskeyRow, challenge: string) {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: hostname,
      credential: {
        id: key.credentialID,
        publicKey: new Uint8Array(Buffer.from(key.publicKey, 'base64')),
        counter: key.counter,
      },
      // A password alone would also be accepted. Passkeys that can verify their user do so without being required to.
      requireUserVerification: false,
    }).catch((cause: unknown) => {
      // The response has a different origin, is malformed, or isn't valid CBOR.
      const message = 'The passkey’s response cannot be read';
      throw new APIError('BAD_REQUEST', { code, message, cause });
    });
    if (!verified) throw refused();
    return authenticationInfo.newCounter;
  }

  const confirm = createAuthEndpoint(
    '/confirm/passkey',
    {
      method: 'POST',
      use: [sessionMiddleware],
      body: z.object({ response: z.looseObject({ id: z.string() }) }),
    },
    async (ctx) => {
      const { context } = ctx;
      const { session, user } = context.session;
      await assertNewestChallenge(ctx, ctx.body.response);
      const challenge = await takeChallenge(ctx);
      if (challenge === null) throw refusal('BAD_REQUEST', 'CHALLENGE_NOT_FOUND');
      const response = ctx.body.response as unknown as AuthenticationResponseJSON;
      const key = await findPasskey(context, response.id);
      if (key?.userId !== user.id) throw refused();
      const counter = await verify(response, key, challenge);
      await context.adapter.update({
        model: 'passkey',
        where: [{ field: 'id', value: key.id }],
        update: { counter },
      });
      await markReauthenticated(context, session);
      await record(ctx, { userId: user.id, kind: 'identity_confirmed', detail: 'passkey' });
      return ctx.json({ status: true });
    },
  );

  return { id: 'confirm-by-passkey', endpoints: { confirmWithPasskey: confirm } } satisfies BetterAuthPlugin;
}
