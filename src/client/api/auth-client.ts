/**
 * Typed calls to the authentication endpoints, which are used before there is a session and for WebAuthn. A thin layer
 * over fetch, because the authentication library's own client is larger than the pages that would use it.
 */
import { z } from 'zod';
import type { Locale } from '#shared/accounts/accounts.ts';
import type { Wish } from '#shared/catalogue/wish.ts';
import { PendingSocialSignUpView } from '#shared/identity/login-providers.ts';
import { PasskeyCreation, type PasskeyPurpose, PasskeyRequest } from '#shared/identity/passkeys.ts';
import { SecondFactor } from '#shared/identity/security-log.ts';
import { RequestFailure } from './failure.ts';
import { fetchInTime } from './fetch-in-time.ts';
import { nobodyWaits, tab } from './tab.ts';

/** Set for reads only, so that they are aborted when the user leaves the page. Changes always run to completion. */
interface Asked {
  signal?: AbortSignal;
}

async function post(path: string, body: object, { signal }: Asked = {}): Promise<Response> {
  const carried = tab.carry();
  let response: Response;
  try {
    response = await fetchInTime(`/api/auth${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...carried.headers },
      body: JSON.stringify(body),
      ...(signal && { signal }),
    });
  } catch (cause) {
    throw RequestFailure.noAnswer(cause);
  }
  if (response.ok) return carried.isWanted() ? response : nobodyWaits();
  const refusal = await RequestFailure.ofAuthentication(response);
  if (!carried.isRefusalWanted(refusal.failure.code)) return nobodyWaits();
  throw refusal;
}

/** Sends a POST request and parses the response body. Throws `internal` if the body doesn't match the schema. */
async function ask<T>(path: string, body: object, schema: z.ZodType<T>, asked: Asked = {}): Promise<T> {
  const response = await post(path, body, asked);
  const answer = schema.safeParse(await response.json().catch(() => null));
  if (answer.success) return answer.data;
  throw new RequestFailure('internal', {
    cause: answer.error,
    requestId: response.headers.get('x-request-id'),
  });
}

/**
 * Leaves out second factors that this release of the client doesn't know. The user can still use the other ones and the
 * recovery codes.
 */
const Factors = z
  .array(z.string())
  .transform((words) => words.flatMap((word) => SecondFactor.safeParse(word).data ?? []));
const SignedIn = z.object({ secondFactor: Factors.optional() });
const TwoStepSignIn = z.object({ waiting: Factors.nullable() });
const LinkCheck = z.object({ works: z.boolean(), email: z.string().optional() });
const AddressConfirmed = z.object({ confirmed: z.boolean() });
const WhoWaits = z.object({ waiting: PendingSocialSignUpView.nullable() });
const Finished = z.object({ status: z.enum(['signed_in', 'mail_sent']) });

/** What the user wants to buy. An e-mail that confirms their address leads there. */
interface WithWish {
  wish?: Wish | undefined;
}

interface SecondFactorEntries {
  code: string;
  rememberDevice: boolean;
}

export const authClient = {
  signUp: (input: { name: string; email: string; password: string; locale: Locale } & WithWish) =>
    post('/sign-up/email', { ...input, termsAccepted: true }),
  signIn: (input: { email: string; password: string; rememberMe: boolean } & WithWish) =>
    ask('/sign-in/email', input, SignedIn),
  verifyTotp: (input: SecondFactorEntries) => post('/two-factor/verify-totp', input),
  verifyRecoveryCode: (input: SecondFactorEntries) => post('/two-factor/verify-backup-code', input),
  pendingTwoStep: () => ask('/two-step/pending', {}, TwoStepSignIn),
  passkeyCreation: () => ask('/passkey/generate-register-options', {}, PasskeyCreation),
  addPasskey: (input: { name: string; response: object }) => post('/passkey/verify-registration', input),
  passkeyRequest: (input: { purpose: PasskeyPurpose }) =>
    ask('/passkey/generate-authenticate-options', input, PasskeyRequest),
  signInWithPasskey: (input: { response: object; rememberDevice: boolean }) =>
    post('/passkey/verify-authentication', input),
  confirmWithPasskey: (input: { response: object }) => post('/confirm/passkey', input),
  firstSignIn: (asked: Asked) => ask('/first-sign-in', {}, WhoWaits, asked),
  finishFirstSignIn: (input: { email?: string; locale: Locale }) =>
    ask('/first-sign-in/finish', { ...input, termsAccepted: true }, Finished),
  confirmFirstSignIn: (input: { token: string }) => post('/first-sign-in/confirm', input),
  signOut: () => post('/sign-out', {}),
  addressConfirmed: (input: { email: string }, asked: Asked) =>
    ask('/address-confirmed', input, AddressConfirmed, asked),
  sendVerification: (input: { email: string } & WithWish) => post('/send-verification-email', input),
  confirmAddress: (input: { token: string; password: string } | { token: string; newPassword: string }) =>
    post('/confirm-address', input),
  requestPasswordReset: (input: { email: string } & WithWish) => post('/request-password-reset', input),
  checkResetLink: (input: { token: string }, asked: Asked) =>
    ask('/reset-password/check', input, LinkCheck, asked),
  resetPassword: (input: { newPassword: string; token: string }) => post('/reset-password', input),
};
