/** The sign-in server's addresses, typed. A thin layer over fetch: the library's own client weighs more than the pages. */
import type { Locale } from '#shared/accounts.ts';

export type AuthErrorCode =
  | 'invalid_credentials'
  | 'email_not_verified'
  | 'email_taken'
  | 'link_invalid'
  | 'already_confirmed'
  | 'registration_password_wrong'
  | 'password_too_short'
  | 'password_too_long'
  | 'invalid_input'
  | 'too_many_requests'
  | 'service_unavailable'
  | 'internal'
  | 'unreachable';

/** The sign-in server refused, or could not be reached. */
export class AuthFailure extends Error {
  readonly code: AuthErrorCode;
  readonly requestId: string | null;

  constructor(code: AuthErrorCode, options: { cause?: unknown; requestId?: string | null } = {}) {
    super(`sign-in: ${code}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AuthFailure';
    this.code = code;
    this.requestId = options.requestId ?? null;
  }
}

/** The server's words for what we have a sentence for. */
const codes: Readonly<Record<string, AuthErrorCode>> = {
  INVALID_EMAIL_OR_PASSWORD: 'invalid_credentials',
  INVALID_PASSWORD: 'invalid_credentials',
  USER_NOT_FOUND: 'invalid_credentials',
  EMAIL_NOT_VERIFIED: 'email_not_verified',
  USER_ALREADY_EXISTS: 'email_taken',
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: 'email_taken',
  INVALID_TOKEN: 'link_invalid',
  TOKEN_EXPIRED: 'link_invalid',
  EMAIL_ALREADY_VERIFIED: 'already_confirmed',
  REGISTRATION_PASSWORD_WRONG: 'registration_password_wrong',
  PASSWORD_TOO_SHORT: 'password_too_short',
  PASSWORD_TOO_LONG: 'password_too_long',
};

function codeOf(status: number, body: unknown): AuthErrorCode {
  const code = typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined;
  const known = typeof code === 'string' ? codes[code] : undefined;
  if (known) return known;
  if (status === 429) return 'too_many_requests';
  if (status === 502 || status === 503 || status === 504) return 'service_unavailable';
  return status >= 500 ? 'internal' : 'invalid_input';
}

async function post(path: string, body: object): Promise<void> {
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
  if (response.ok) return;
  const answer: unknown = await response.json().catch(() => null);
  throw new AuthFailure(codeOf(response.status, answer), {
    requestId: response.headers.get('x-request-id'),
  });
}

export const authClient = {
  signUp: (input: { name: string; email: string; password: string; locale: Locale }) =>
    post('/sign-up/email', { ...input, termsAccepted: true }),
  signIn: (input: { email: string; password: string; rememberMe: boolean }) => post('/sign-in/email', input),
  signOut: () => post('/sign-out', {}),
  sendVerification: (input: { email: string }) => post('/send-verification-email', input),
  confirmAddress: (input: { token: string; password: string } | { token: string; newPassword: string }) =>
    post('/confirm-address', input),
  requestPasswordReset: (input: { email: string }) => post('/request-password-reset', input),
  resetPassword: (input: { newPassword: string; token: string }) => post('/reset-password', input),
};
