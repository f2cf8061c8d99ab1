/** Schemas and limits for security events, sessions, sign-in methods and re-authentication. */
import { z } from 'zod';
import { dayMs, minuteMs } from '#shared/durations.ts';

/** All kinds of security events. A new kind needs a sentence in both languages. */
export const securityEventKinds = [
  'signed_in',
  'sign_in_failed',
  'identity_confirmed',
  'password_set',
  'password_changed',
  'password_reset',
  'email_change_requested',
  'email_change_stopped',
  'email_changed',
  'authenticator_added',
  'authenticator_removed',
  'second_step_started',
  'second_step_ended',
  'second_factor_reset',
  'second_factor_failed',
  'recovery_code_used',
  'recovery_codes_renewed',
  'passkey_added',
  'passkey_renamed',
  'passkey_removed',
  'provider_linked',
  'provider_unlinked',
  'token_created',
  'token_changed',
  'token_deleted',
  'session_ended',
  'other_sessions_ended',
  'sessions_ended_by_operator',
  'data_downloaded',
  'deletion_refused',
] as const;
export const SecurityEventKind = z.enum(securityEventKinds);
export type SecurityEventKind = z.infer<typeof SecurityEventKind>;

export const SecurityEventView = z.object({
  id: z.int(),
  kind: SecurityEventKind,
  /** The subject of the event: the name of a passkey or token, or a provider. Never an address or a secret. */
  detail: z.string().nullable(),
  ipAddress: z.string().nullable(),
  userAgent: z.string().nullable(),
  occurredAt: z.date(),
});
export type SecurityEventView = z.infer<typeof SecurityEventView>;

export const SecurityEventPage = z.object({
  events: z.array(SecurityEventView),
  /** Id of the oldest event on this page, used as the cursor for the next one; null on the last page. */
  next: z.int().nullable(),
});
export type SecurityEventPage = z.infer<typeof SecurityEventPage>;

/** How long after authenticating a user may perform sensitive actions. Signing in counts as authenticating. */
const confirmedForMinutes = 15;

/** Returns true if the user authenticated recently enough for a sensitive action. */
export function isRecentlyAuthenticated(reauthenticatedAt: Date | null, now: Date): boolean {
  return (
    reauthenticatedAt !== null && now.getTime() - reauthenticatedAt.getTime() < confirmedForMinutes * minuteMs
  );
}

/** Sessions end after this many days regardless of activity (OWASP ASVS 5.0, 7.3.2). */
const maxSessionAgeDays = 90;

/** Returns the cutoff: a session created at or before it has ended. */
export const sessionCutoff = (now: Date): Date => new Date(now.getTime() - maxSessionAgeDays * dayMs);

/** A user's sign-in methods, which also serve to re-authenticate. */
export const SignInMethods = z.object({
  hasPassword: z.boolean(),
  hasAuthenticator: z.boolean(),
  /** Whether the password or a linked account must be followed by a code from the app or by a passkey. */
  hasSecondStep: z.boolean(),
  passkeys: z.int(),
  /** Number of passkeys that verify their user and can therefore sign in without a password. */
  passkeysAlone: z.int(),
  /** Linked providers, by their names in `LOGIN_PROVIDERS`. */
  providers: z.array(z.string()),
});
export type SignInMethods = z.infer<typeof SignInMethods>;

/** Returns true if any of these methods can sign in. A link to a provider that is no longer offered doesn't count. */
export const canSignIn = (
  {
    hasPassword,
    passkeysAlone,
    providers,
  }: Pick<SignInMethods, 'hasPassword' | 'passkeysAlone' | 'providers'>,
  offered: readonly string[],
): boolean => hasPassword || passkeysAlone > 0 || providers.some((each) => offered.includes(each));

/** Second factors that may be required after a password. A recovery code can replace either. */
export const SecondFactor = z.enum(['totp', 'passkey']);
export type SecondFactor = z.infer<typeof SecondFactor>;

/**
 * Result of a sign-in. With `secondFactor`, one of the listed factors is still required; otherwise there is a session.
 */
export const SignInAnswer = z.object({ secondFactor: z.array(SecondFactor).optional() });
export type SignInAnswer = z.infer<typeof SignInAnswer>;

/** An authenticator app being added: its secret in base32, and the URI in its QR code. */
export const AuthenticatorDraft = z.object({ secret: z.string(), uri: z.string() });
export type AuthenticatorDraft = z.infer<typeof AuthenticatorDraft>;

/** Shown once; only the encrypted form is stored. */
export const RecoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });
export type RecoveryCodes = z.infer<typeof RecoveryCodes>;

/** Null if two-step verification was already on, because its existing recovery codes remain valid. */
export const AuthenticatorAdded = z.object({ recoveryCodes: z.array(z.string()).nullable() });

/** Second factors accepted for the pending sign-in of this browser; null if none is pending. */
export const SecondStepWaiting = z.object({ waiting: z.array(SecondFactor).nullable() });

/** Number of unused recovery codes; 0 without two-step verification. */
export const RecoveryCodesLeft = z.object({ left: z.int() });
