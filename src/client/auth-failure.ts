/** Why the sign-in server refused, in words that the pages have sentences for. */

export type AuthErrorCode =
  | 'invalid_credentials'
  | 'email_not_verified'
  | 'email_taken'
  | 'link_invalid'
  | 'already_confirmed'
  | 'registration_password_wrong'
  | 'password_wrong'
  | 'confirmation_needed'
  | 'code_wrong'
  | 'recovery_code_wrong'
  | 'sign_in_again'
  | 'too_many_codes'
  | 'already_signed_in'
  | 'passkey_refused'
  | 'passkey_late'
  | 'passkey_not_given'
  | 'passkey_known'
  | 'mail_code_wrong'
  | 'mail_code_expired'
  | 'another_way_needed'
  | 'outdated'
  | 'first_sign_in_gone'
  | 'last_way_in'
  | 'password_too_short'
  | 'password_too_long'
  | 'password_same'
  | 'password_common'
  | 'password_breached'
  | 'invalid_input'
  | 'too_many_requests'
  | 'service_unavailable'
  | 'internal'
  | 'unreachable';

/** The sign-in server refused, or could not be reached. */
export class AuthFailure extends Error {
  readonly code: AuthErrorCode;
  readonly requestId: string | null;
  /** How long to wait before another try, where the server said so. */
  readonly retryAfterSeconds: number | null;

  constructor(
    code: AuthErrorCode,
    options: { cause?: unknown; requestId?: string | null; retryAfterSeconds?: number | null } = {},
  ) {
    super(`sign-in: ${code}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AuthFailure';
    this.code = code;
    this.requestId = options.requestId ?? null;
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
  }
}
