/**
 * Implements the endpoints at which a browser registers and uses passkeys and security keys, based on SimpleWebAuthn. A
 * passkey that verified its user counts as two factors and is enough to sign in. Any other passkey is only a second
 * factor after the password (NIST SP 800-63B, 5.1.8 and 5.1.7). Every passkey can re-authenticate its customer (OWASP
 * ASVS 5.0, 7.5.1).
 *
 * These endpoints replace better-auth's passkey plugin. That plugin lets any key sign in, ignores two-step
 * verification, accepts a response to an older challenge of the same browser, starts a session wherever a passkey is
 * used, and stores a passkey before its entry in the security log.
 */

import { runWithTransaction } from '@better-auth/core/context';
import {
  type AuthenticationResponseJSON,
  type AuthenticatorTransportFuture,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { decodeAttestationObject, isoBase64URL } from '@simplewebauthn/server/helpers';
import type { BetterAuthPlugin, GenericEndpointContext } from 'better-auth';
import { createAuthEndpoint, getSessionFromCtx, sessionMiddleware } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import type { Logger } from 'pino';
import { z } from 'zod';
import { passkeySignInEndpoint } from '#server/features/identity/better-auth/endpoints.ts';
import { refusal } from '#server/features/identity/better-auth/refusal.ts';
import {
  endPendingSignIn,
  pendingSignIn,
} from '#server/features/identity/better-auth/stored-rows/pending-sign-in.ts';
import type { OwnTables } from '#server/features/identity/own-tables.ts';
import { recentlyAuthenticated } from '#server/features/identity/reauthentication/reauthenticate.ts';
import type { SecurityLogger } from '#server/features/identity/security-log/security-log.ts';
import type { AuthRefusal } from '#shared/identity/auth-refusals.ts';
import { PasskeyName, PasskeyPurpose } from '#shared/identity/passkeys.ts';
import type { Credential } from './passkey.repository.ts';
import { giveChallenge, takeChallenge } from './passkey-challenge.ts';

/** The schemas in `better-auth/endpoints` have already checked the form of these objects. */
const Assertion = z.custom<AuthenticationResponseJSON>();
const Attestation = z.custom<RegistrationResponseJSON>();

interface PasskeysOptions {
  record: SecurityLogger;
  tables: OwnTables;
  appUrl: string;
  appName: string;
  log: Pick<Logger, 'info'>;
}

export function passkeys({ appUrl, appName, record, tables, log }: PasskeysOptions) {
  const { hostname, origin } = new URL(appUrl);
  const expected = {
    expectedOrigin: origin,
    expectedRPID: hostname,
    // Passkeys that can verify their user do so without being required to. The endpoints decide what a passkey without
    // user verification may do.
    requireUserVerification: false,
  };

  /**
   * Awaits a verification by the library. The library throws for any invalid response, for example one from another
   * origin, a malformed one or one with an older counter; this becomes a refusal with the given code.
   */
  async function judged<T>(verification: Promise<T>, code: AuthRefusal): Promise<T> {
    try {
      return await verification;
    } catch (error) {
      log.info({ reason: withoutValues(error) }, 'a passkey was refused');
      throw refusal('BAD_REQUEST', code);
    }
  }

  /**
   * Verifies the response to this browser's newest challenge. Returns the passkey that signed it and whether the
   * passkey has verified its user.
   */
  async function answeringPasskey(ctx: GenericEndpointContext, response: AuthenticationResponseJSON) {
    const { challenge } = await takeChallenge(ctx, 'authentication', response.response);
    const key = await tables.passkeys().findCredential(response.id);
    if (!key) throw refusal('UNAUTHORIZED', 'PASSKEY_NOT_FOUND');
    const publicKey = new Uint8Array(Buffer.from(key.publicKey, 'base64'));
    const credential = { id: key.credentialId, publicKey, counter: key.counter };
    const answer = { response, expectedChallenge: challenge, credential };
    const code = 'AUTHENTICATION_FAILED';
    const verification = verifyAuthenticationResponse({ ...answer, ...expected });
    const { verified, authenticationInfo } = await judged(verification, code);
    if (!verified) throw refusal('UNAUTHORIZED', code);
    const { newCounter } = authenticationInfo;
    // Passkeys without a counter always send 0. Otherwise an answer that repeats or lowers the count comes from a copy.
    if (newCounter > 0 && !(await tables.passkeys().raiseCounter(key.id, newCounter)))
      throw refusal('BAD_REQUEST', code);
    await tables.passkeys().noteUse(key.id, new Date(), { hasVerified: authenticationInfo.userVerified });
    return { key, ...authenticationInfo };
  }

  const registrationOptions = createAuthEndpoint(
    '/passkey/generate-register-options',
    { method: 'POST', use: [recentlyAuthenticated] },
    async (ctx) => {
      const { id: userId, email } = ctx.context.session.user;
      const options = await generateRegistrationOptions({
        rpID: hostname,
        rpName: appName,
        userName: email,
        userDisplayName: email,
        excludeCredentials: (await tables.passkeys().credentialsOf(Number(userId))).map(descriptorOf),
        authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
      });
      await giveChallenge(ctx, { type: 'registration', challenge: options.challenge, userId });
      return ctx.json(options);
    },
  );

  const register = createAuthEndpoint(
    '/passkey/verify-registration',
    {
      method: 'POST',
      use: [recentlyAuthenticated],
      body: z.object({ name: PasskeyName, response: Attestation }),
    },
    async (ctx) => {
      const { name, response } = ctx.body;
      const { id: userId } = ctx.context.session.user;
      const asked = await takeChallenge(ctx, 'registration', response.response);
      // Another customer has signed in to this browser since the registration began.
      if (asked.userId !== userId)
        throw refusal('UNAUTHORIZED', 'YOU_ARE_NOT_ALLOWED_TO_REGISTER_THIS_PASSKEY');
      const answer = { response, expectedChallenge: asked.challenge };
      const code = 'FAILED_TO_VERIFY_REGISTRATION';
      const verification = refuseCertificates(response).then(() =>
        verifyRegistrationResponse({ ...answer, ...expected }),
      );
      const { registrationInfo } = await judged(verification, code);
      if (!registrationInfo) throw refusal('BAD_REQUEST', code);
      const { credential, credentialDeviceType, credentialBackedUp, aaguid, userVerified } = registrationInfo;
      await runWithTransaction(ctx.context.adapter, async () => {
        await tables.signInMethods().lockAccount(Number(userId));
        // The session may have been ended since the request was authenticated, for example by a password change.
        if (!(await tables.sessions().holds(Number(ctx.context.session.session.id), Number(userId))))
          throw refusal('UNAUTHORIZED', 'UNAUTHORIZED');
        const keys = tables.passkeys();
        if (await keys.findCredential(credential.id)) throw refusal('FORBIDDEN', 'ALREADY_EXISTS');
        await keys.add({
          userId: Number(userId),
          name,
          credentialId: credential.id,
          publicKey: Buffer.from(credential.publicKey).toString('base64'),
          counter: credential.counter,
          transports: response.response.transports?.join(',') ?? '',
          deviceType: credentialDeviceType,
          isSynced: credentialBackedUp,
          aaguid,
          signsInAlone: userVerified,
          addedAt: new Date(),
        });
        await record(ctx, { userId, kind: 'passkey_added', detail: name });
      });
      return ctx.json({ status: true });
    },
  );

  /**
   * Returns the passkeys that the browser may use. For a sign-in the list is empty, so that it doesn't reveal the
   * passkeys of a session that the browser may still have.
   */
  async function askedFor(ctx: GenericEndpointContext, purpose: PasskeyPurpose): Promise<Credential[]> {
    if (purpose === 'sign-in') return [];
    const userId =
      purpose === 'second-factor'
        ? (await pendingSignIn(ctx))?.userId
        : (await getSessionFromCtx(ctx))?.user.id;
    return userId === undefined ? [] : tables.passkeys().credentialsOf(Number(userId));
  }

  const useOptions = createAuthEndpoint(
    '/passkey/generate-authenticate-options',
    { method: 'POST', body: z.object({ purpose: PasskeyPurpose }) },
    async (ctx) => {
      const { purpose } = ctx.body;
      const options = await generateAuthenticationOptions({
        rpID: hostname,
        userVerification: purpose === 'sign-in' ? 'required' : 'preferred',
        allowCredentials: (await askedFor(ctx, purpose)).map(descriptorOf),
      });
      await giveChallenge(ctx, { type: 'authentication', challenge: options.challenge, userId: null });
      return ctx.json(options);
    },
  );

  const signIn = createAuthEndpoint(
    passkeySignInEndpoint,
    { method: 'POST', body: z.object({ response: Assertion }) },
    async (ctx) => {
      const { internalAdapter } = ctx.context;
      const { key, userVerified } = await answeringPasskey(ctx, ctx.body.response);
      const user = await internalAdapter.findUserById(String(key.userId));
      if (!user) throw refusal('NOT_FOUND', 'PASSKEY_NOT_FOUND');
      if (!user.emailVerified) throw refusal('FORBIDDEN', 'EMAIL_NOT_VERIFIED');
      const pending = await pendingSignIn(ctx);
      const isSecondFactor = pending?.userId === user.id && (await endPendingSignIn(ctx, pending));
      // A passkey without user verification is only one factor, which isn't enough to sign in.
      if (!isSecondFactor && !userVerified) throw refusal('UNAUTHORIZED', 'USER_VERIFICATION_NEEDED');
      const { authCookies, secret } = ctx.context;
      const isForgotten = Boolean(await ctx.getSignedCookie(authCookies.dontRememberToken.name, secret));
      const session = await internalAdapter.createSession(user.id, isForgotten);
      await setSessionCookie(ctx, { session, user }, isForgotten);
      return ctx.json({ status: true });
    },
  );

  /** Re-authenticates with a passkey. Unlike signing in, this doesn't start a new session. */
  const confirm = createAuthEndpoint(
    '/confirm/passkey',
    { method: 'POST', use: [sessionMiddleware], body: z.object({ response: Assertion }) },
    async (ctx) => {
      const { session, user } = ctx.context.session;
      const { key } = await answeringPasskey(ctx, ctx.body.response);
      if (key.userId !== Number(user.id)) throw refusal('UNAUTHORIZED', 'AUTHENTICATION_FAILED');
      await tables.sessions().markReauthenticated(Number(session.id), new Date());
      await record(ctx, { userId: user.id, kind: 'identity_confirmed', detail: 'passkey' });
      return ctx.json({ status: true });
    },
  );

  return {
    id: 'passkeys',
    endpoints: {
      passkeyRegistrationOptions: registrationOptions,
      registerPasskey: register,
      passkeyUseOptions: useOptions,
      signInWithPasskey: signIn,
      confirmWithPasskey: confirm,
    },
  } satisfies BetterAuthPlugin;
}

/**
 * Throws if the attestation contains certificates. The portal requests no attestation, so browsers send none or one
 * that the key signed itself. SimpleWebAuthn would download the revocation list that a certificate names, from any URL.
 */
async function refuseCertificates({ response }: RegistrationResponseJSON): Promise<void> {
  const decoded = decodeAttestationObject(isoBase64URL.toBuffer(response.attestationObject));
  const format = decoded.get('fmt');
  if (format !== 'none' && (format !== 'packed' || decoded.get('attStmt').get('x5c') !== undefined))
    throw new Error('Unexpected attestation');
}

/** Returns the library's error message up to the first value in it, such as a challenge, an origin or a counter. */
const withoutValues = (error: unknown): string =>
  (error instanceof Error && /^[A-Za-z ]*/.exec(error.message)?.[0].trim()) || '';

const descriptorOf = ({ credentialId, transports }: Credential) => ({
  id: credentialId,
  ...(transports ? { transports: transports.split(',') as AuthenticatorTransportFuture[] } : {}),
});
