/** What happens to an account, and how long a person counts as confirmed: the words both sides use. */
import { z } from 'zod';
import { dayMs, minuteMs } from '#shared/durations.ts';

/** Everything that the security log knows. A new kind needs its sentence in both languages. */
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
  /** What it was about: the name of a passkey or token, a provider. Never an address, never a secret. */
  detail: z.string().nullable(),
  ipAddress: z.string().nullable(),
  userAgent: z.string().nullable(),
  occurredAt: z.date(),
});
export type SecurityEventView = z.infer<typeof SecurityEventView>;

export const SecurityEventPage = z.object({
  events: z.array(SecurityEventView),
  /** Of the oldest event on this page, where there are older ones: ask for those before it. */
  next: z.int().nullable(),
});
export type SecurityEventPage = z.infer<typeof SecurityEventPage>;

/** What is sensitive asks for a confirmation that is no older than this. Signing in is one. */
const confirmedForMinutes = 15;

/** Whether what is sensitive may be done, by when its person last showed who they are. */
export function isRecentlyAuthenticated(reauthenticatedAt: Date | null, now: Date): boolean {
  return (
    reauthenticatedAt !== null && now.getTime() - reauthenticatedAt.getTime() < confirmedForMinutes * minuteMs
  );
}

/** However often a session is used, it ends after so many days (OWASP ASVS 5.0, 7.3.2). */
const maxSessionAgeDays = 90;

/** A session that began at this instant, or before, has ended. */
export const sessionCutoff = (now: Date): Date => new Date(now.getTime() - maxSessionAgeDays * dayMs);

/** How somebody can sign in, and so how they can show again who they are. */
export const SignInMethods = z.object({
  hasPassword: z.boolean(),
  hasAuthenticator: z.boolean(),
  /** Something is asked for after the password or the linked account: the app, or any passkey. */
  hasSecondStep: z.boolean(),
  passkeys: z.int(),
  /** Of these, those that verify their user, and so sign in alone. */
  passkeysAlone: z.int(),
  /** Names of `LOGIN_PROVIDERS` that are linked. */
  providers: z.array(z.string()),
});
export type SignInMethods = z.infer<typeof SignInMethods>;

/** Whether these open the account at all. A link to a provider that is not offered any more opens nothing. */
export const canSignIn = (
  {
    hasPassword,
    passkeysAlone,
    providers,
  }: Pick<SignInMethods, 'hasPassword' | 'passkeysAlone' | 'providers'>,
  offered: readonly string[],
): boolean => hasPassword || passkeysAlone > 0 || providers.some((each) => offered.includes(each));

/** What may be asked for after a password. A recovery code does as well as any of them. */
export const SecondFactor = z.enum(['totp', 'passkey']);
export type SecondFactor = z.infer<typeof SecondFactor>;

/** Signing in: there is a session now, or one of these second factors is asked for first. */
export const SignInAnswer = z.object({ secondFactor: z.array(SecondFactor).optional() });
export type SignInAnswer = z.infer<typeof SignInAnswer>;

/** An authenticator app that is being added: its secret in base32, and the address that its QR code holds. */
export const AuthenticatorDraft = z.object({ secret: z.string(), uri: z.string() });
export type AuthenticatorDraft = z.infer<typeof AuthenticatorDraft>;

/** Shown once: from then on only their encrypted form exists. */
export const RecoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });
export type RecoveryCodes = z.infer<typeof RecoveryCodes>;

/** Null where the second step was on before: its recovery codes stay as they are. */
export const AuthenticatorAdded = z.object({ recoveryCodes: z.array(z.string()).nullable() });

/** What a sign-in of this browser waits for; null when none waits. */
export const SecondStepWaiting = z.object({ waiting: z.array(SecondFactor).nullable() });

/** How many have not been used; none without a second step. */
export const RecoveryCodesLeft = z.object({ left: z.int() });
