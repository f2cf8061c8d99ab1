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
  'email_corrected_by_administrator',
  'email_correction_stopped',
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
  'made_administrator',
  'administrator_role_removed',
  'blocked_by_administrator',
  'unblocked_by_administrator',
  'viewed_by_administrator',
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
  /** Id of the oldest event on this page. Pass it as the cursor to get the next page. Null on the last page. */
  next: z.int().nullable(),
});
export type SecurityEventPage = z.infer<typeof SecurityEventPage>;

/**
 * Minutes after authenticating during which a user may perform sensitive actions. Signing in counts as authenticating.
 */
const confirmedForMinutes = 15;

/** Returns true if the user authenticated recently enough for a sensitive action. */
export function isRecentlyAuthenticated(reauthenticatedAt: Date | null, now: Date): boolean {
  return (
    reauthenticatedAt !== null && now.getTime() - reauthenticatedAt.getTime() < confirmedForMinutes * minuteMs
  );
}

/** Days after which a session ends, even if it is in use (OWASP ASVS 5.0, 7.3.2). */
const maxSessionAgeDays = 90;

/** Returns the cutoff: a session created at or before it has ended. */
export const sessionCutoff = (now: Date): Date => new Date(now.getTime() - maxSessionAgeDays * dayMs);

/** A user's sign-in methods, which also serve to re-authenticate. */
export const SignInMethods = z.object({
  hasPassword: z.boolean(),
  hasAuthenticator: z.boolean(),
  /** Whether signing in with the password or a linked provider also requires a code from the app or a passkey. */
  hasTwoStep: z.boolean(),
  passkeys: z.int(),
  /** Number of passkeys that verify their user and can therefore sign in without a password. */
  passkeysAlone: z.int(),
  /** Names of the linked providers, as in `LOGIN_PROVIDERS`. */
  providers: z.array(z.string()),
});
export type SignInMethods = z.infer<typeof SignInMethods>;

/**
 * Returns whether the user can sign in with any of these methods. A linked provider doesn't count if it is no longer
 * offered.
 */
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
 * Result of a sign-in. If `secondFactor` is set, one of the factors in it is still required. Otherwise a session has
 * been started.
 */
export const SignInAnswer = z.object({ secondFactor: z.array(SecondFactor).optional() });
export type SignInAnswer = z.infer<typeof SignInAnswer>;

/** An authenticator app being added: its secret in base32, and the URI in its QR code. */
export const AuthenticatorDraft = z.object({ secret: z.string(), uri: z.string() });
export type AuthenticatorDraft = z.infer<typeof AuthenticatorDraft>;

/** New recovery codes. They are shown only once, because only an encrypted form is stored. */
export const RecoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });
export type RecoveryCodes = z.infer<typeof RecoveryCodes>;

/**
 * The new recovery codes. Null if two-step verification was already on, because the earlier recovery codes are still
 * valid.
 */
export const AuthenticatorAdded = z.object({ recoveryCodes: z.array(z.string()).nullable() });

/** The second factors with which this browser's pending sign-in can be completed; null if no sign-in is pending. */
export const PendingTwoStep = z.object({ waiting: z.array(SecondFactor).nullable() });

/** Number of recovery codes that haven't been used; 0 if two-step verification is off. */
export const RecoveryCodesLeft = z.object({ left: z.int() });
