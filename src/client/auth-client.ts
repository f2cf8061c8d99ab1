/** The sign-in server's addresses, typed. A thin layer over fetch: the library's own client weighs more than the pages. */
import { z } from 'zod';
import {
  AuthenticatorAdded,
  AuthenticatorDraft,
  RecoveryCodes,
  RecoveryCodesLeft,
  SecondStepWaiting,
  SignInAnswer,
} from '#shared/account-security.ts';
import type { Locale } from '#shared/accounts.ts';
import { FirstSignIn, type LoginProviderId } from '#shared/login-providers.ts';
import { PasskeyCreation, type PasskeyPurpose, PasskeyRequest } from '#shared/passkeys.ts';
import { type AuthErrorCode, AuthFailure } from './auth-failure.ts';
import { waitIn } from './failure.ts';

/** The server's words for what we have a sentence for. */
const codes: Readonly<Record<string, AuthErrorCode>> = {
  INVALID_EMAIL_OR_PASSWORD: 'invalid_credentials',
  INVALID_PASSWORD: 'password_wrong',
  CONFIRMATION_NEEDED: 'confirmation_needed',
  INVALID_CODE: 'code_wrong',
  INVALID_BACKUP_CODE: 'recovery_code_wrong',
  INVALID_TWO_FACTOR_COOKIE: 'sign_in_again',
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: 'too_many_codes',
  TOTP_NOT_ENABLED: 'sign_in_again',
  BACKUP_CODES_NOT_ENABLED: 'sign_in_again',
  ALREADY_SIGNED_IN: 'already_signed_in',
  AUTHENTICATION_FAILED: 'passkey_refused',
  PASSKEY_NOT_FOUND: 'passkey_refused',
  CHALLENGE_NOT_FOUND: 'passkey_late',
  USER_VERIFICATION_NEEDED: 'passkey_refused',
  FAILED_TO_VERIFY_REGISTRATION: 'passkey_refused',
  ALREADY_EXISTS: 'passkey_known',
  USER_NOT_FOUND: 'invalid_credentials',
  EMAIL_NOT_VERIFIED: 'email_not_verified',
  USER_ALREADY_EXISTS: 'email_taken',
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: 'email_taken',
  INVALID_TOKEN: 'link_invalid',
  TOKEN_EXPIRED: 'link_invalid',
  EMAIL_ALREADY_VERIFIED: 'already_confirmed',
  REGISTRATION_PASSWORD_WRONG: 'registration_password_wrong',
  CODE_WRONG: 'mail_code_wrong',
  CODE_EXPIRED: 'mail_code_expired',
  ANOTHER_WAY_NEEDED: 'another_way_needed',
  NO_PASSWORD: 'outdated',
  NO_PASSKEY: 'outdated',
  SECOND_STEP_IS_ON: 'outdated',
  SECOND_STEP_NOT_ON: 'outdated',
  AUTHENTICATOR_IS_ON: 'outdated',
  ENDS_SECOND_STEP: 'outdated',
  NOT_LINKED: 'outdated',
  NO_SUCH_PROVIDER: 'outdated',
  FIRST_SIGN_IN_GONE: 'first_sign_in_gone',
  LAST_WAY_IN: 'last_way_in',
  PASSWORD_ALREADY_SET: 'outdated',
  PASSWORD_TOO_SHORT: 'password_too_short',
  PASSWORD_TOO_LONG: 'password_too_long',
  PASSWORD_SAME: 'password_same',
  PASSWORD_COMMON: 'password_common',
  PASSWORD_BREACHED: 'password_breached',
};

function codeOf(status: number, body: unknown): AuthErrorCode {
  const code = typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined;
  const known = typeof code === 'string' ? codes[code] : undefined;
  if (known) return known;
  if (status === 429) return 'too_many_requests';
  if (status === 502 || status === 503 || status === 504) return 'service_unavailable';
  return status >= 500 ? 'internal' : 'invalid_input';
}

async function post(path: string, body: object): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(`/api/auth${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  } catch (cause) {
    throw new AuthFailure('unreachable', { cause });
  }
  if (response.ok) return response;
  const answer: unknown = await response.json().catch(() => null);
  throw new AuthFailure(codeOf(response.status, answer), {
    requestId: response.headers.get('x-request-id'),
    retryAfterSeconds: waitIn(response),
  });
}

/** For doors whose answer says something. */
async function ask<T>(path: string, body: object, schema: z.ZodType<T>): Promise<T> {
  const response = await post(path, body);
  const answer = schema.safeParse(await response.json().catch(() => null));
  if (answer.success) return answer.data;
  throw new AuthFailure('internal', {
    cause: answer.error,
    requestId: response.headers.get('x-request-id'),
  });
}

const LinkCheck = z.object({ works: z.boolean() });
const Visit = z.object({ url: z.url() });
const WhoWaits = z.object({ waiting: FirstSignIn.nullable() });
const Finished = z.object({ status: z.enum(['signed_in', 'mail_sent']) });

interface SecondFactorEntries {
  code: string;
  rememberDevice: boolean;
}

export const authClient = {
  signUp: (input: { name: string; email: string; password: string; locale: Locale }) =>
    post('/sign-up/email', { ...input, termsAccepted: true }),
  signIn: (input: { email: string; password: string; rememberMe: boolean }) =>
    ask('/sign-in/email', input, SignInAnswer),
  verifyTotp: (input: SecondFactorEntries) => post('/two-factor/verify-totp', input),
  verifyRecoveryCode: (input: SecondFactorEntries) => post('/two-factor/verify-backup-code', input),
  beginAuthenticator: () => ask('/authenticator/begin', {}, AuthenticatorDraft),
  confirmAuthenticator: (input: { code: string }) => ask('/authenticator/confirm', input, AuthenticatorAdded),
  removeAuthenticator: () => post('/authenticator/remove', {}),
  turnOnSecondStep: () => ask('/second-step/turn-on', {}, RecoveryCodes),
  turnOffSecondStep: () => post('/second-step/turn-off', {}),
  secondStepWaiting: () => ask('/second-step/waiting', {}, SecondStepWaiting),
  renewRecoveryCodes: () => ask('/recovery-codes/renew', {}, RecoveryCodes),
  recoveryCodesLeft: () => ask('/recovery-codes/left', {}, RecoveryCodesLeft),
  passkeyCreation: () => ask('/passkey/generate-register-options', {}, PasskeyCreation),
  addPasskey: (input: { name: string; response: object }) => post('/passkey/verify-registration', input),
  passkeyRequest: (input: { purpose: PasskeyPurpose }) =>
    ask('/passkey/generate-authenticate-options', input, PasskeyRequest),
  signInWithPasskey: (input: { response: object; rememberDevice: boolean }) =>
    post('/passkey/verify-authentication', input),
  confirmWithPasskey: (input: { response: object }) => post('/confirm/passkey', input),
  renamePasskey: (input: { id: number; name: string }) => post('/passkey/rename', input),
  removePasskey: (input: { id: number; endsSecondStep: boolean }) => post('/passkey/remove', input),
  firstSignIn: () => ask('/first-sign-in', {}, WhoWaits),
  finishFirstSignIn: (input: { email?: string; locale: Locale }) =>
    ask('/first-sign-in/finish', { ...input, termsAccepted: true }, Finished),
  confirmFirstSignIn: (input: { token: string }) => post('/first-sign-in/confirm', input),
  linkProvider: (input: { provider: LoginProviderId }) => ask('/provider/link', input, Visit),
  unlinkProvider: (input: { provider: LoginProviderId }) => post('/provider/unlink', input),
  confirmWithProvider: (input: { provider: LoginProviderId }) => ask('/confirm/provider', input, Visit),
  signOut: () => post('/sign-out', {}),
  sendVerification: (input: { email: string }) => post('/send-verification-email', input),
  confirmAddress: (input: { token: string; password: string } | { token: string; newPassword: string }) =>
    post('/confirm-address', input),
  sendConfirmCode: () => post('/confirm/email-code', {}),
  verifyConfirmCode: (input: { code: string }) => post('/confirm/email-code/verify', input),
  changePassword: (input: { newPassword: string }) => post('/change-password', input),
  setPassword: (input: { newPassword: string }) => post('/set-password', input),
  confirmWithPassword: (input: { password: string }) => post('/confirm/password', input),
  requestPasswordReset: (input: { email: string }) => post('/request-password-reset', input),
  checkResetLink: (input: { token: string }) => ask('/reset-password/check', input, LinkCheck),
  resetPassword: (input: { newPassword: string; token: string }) => post('/reset-password', input),
};
