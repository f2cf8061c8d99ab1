/**
 * Maps every error code an authentication endpoint may return, including those of better-auth, to the error table. The
 * server may return no other codes.
 */
import type { ErrorCode } from '#shared/errors.ts';

export const authRefusals = {
  INVALID_EMAIL_OR_PASSWORD: 'invalid_credentials',
  CONFIRMATION_NEEDED: 'confirmation_needed',
  INVALID_CODE: 'code_wrong',
  INVALID_BACKUP_CODE: 'recovery_code_wrong',
  FACTOR_UNREADABLE: 'factor_unreadable',
  INVALID_TWO_FACTOR_COOKIE: 'sign_in_again',
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: 'too_many_codes',
  ACCOUNT_TEMPORARILY_LOCKED: 'too_many_requests',
  TOTP_NOT_ENABLED: 'sign_in_again',
  BACKUP_CODES_NOT_ENABLED: 'sign_in_again',
  ALREADY_SIGNED_IN: 'already_signed_in',
  AUTHENTICATION_FAILED: 'passkey_refused',
  PASSKEY_NOT_FOUND: 'passkey_refused',
  CHALLENGE_NOT_FOUND: 'passkey_late',
  USER_VERIFICATION_NEEDED: 'passkey_refused',
  FAILED_TO_VERIFY_REGISTRATION: 'passkey_refused',
  YOU_ARE_NOT_ALLOWED_TO_REGISTER_THIS_PASSKEY: 'passkey_refused',
  PREVIOUSLY_REGISTERED: 'passkey_known',
  ALREADY_EXISTS: 'passkey_known',
  USER_NOT_FOUND: 'invalid_credentials',
  EMAIL_NOT_VERIFIED: 'email_not_verified',
  USER_ALREADY_EXISTS: 'email_taken',
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: 'email_taken',
  INVALID_TOKEN: 'link_invalid',
  TOKEN_EXPIRED: 'link_invalid',
  EMAIL_ALREADY_VERIFIED: 'already_confirmed',
  REGISTRATION_PASSWORD_WRONG: 'registration_password_wrong',
  FIRST_SIGN_IN_GONE: 'first_sign_in_gone',
  PASSWORD_TOO_SHORT: 'password_too_short',
  PASSWORD_TOO_LONG: 'password_too_long',
  PASSWORD_COMMON: 'password_common',
  PASSWORD_BREACHED: 'password_breached',
  /** There is no session, or it has ended. */
  UNAUTHORIZED: 'not_signed_in',
  SESSION_EXPIRED: 'not_signed_in',
  SESSION_REQUIRED: 'not_signed_in',
  FAILED_TO_GET_SESSION: 'not_signed_in',
  SESSION_NOT_FRESH: 'confirmation_needed',
  ACCOUNT_CHANGED: 'account_changed',
  ACCOUNT_BLOCKED: 'account_blocked',
  EMAIL_CORRECTED: 'email_corrected',
  VIEW_ONLY: 'view_only',
  TERMS_NOT_ACCEPTED: 'invalid_input',
  INVALID_NAME: 'invalid_input',
  INVALID_EMAIL: 'invalid_input',
  INVALID_INPUT: 'invalid_input',
  INVALID_JSON: 'invalid_input',
  VALIDATION_ERROR: 'invalid_input',
  PAYLOAD_TOO_LARGE: 'payload_too_large',
  TOO_MANY_REQUESTS: 'too_many_requests',
  SERVICE_UNAVAILABLE: 'service_unavailable',
  INTERNAL: 'internal',
  /** A page of an earlier release called an endpoint that was removed or changed. */
  NOT_FOUND: 'refused',
  METHOD_NOT_ALLOWED: 'refused',
  UNSUPPORTED_MEDIA_TYPE: 'refused',
  INVALID_ORIGIN: 'refused',
} as const satisfies Record<string, ErrorCode>;

export type AuthRefusal = keyof typeof authRefusals;

export const isAuthRefusal = (word: unknown): word is AuthRefusal =>
  typeof word === 'string' && Object.hasOwn(authRefusals, word);
