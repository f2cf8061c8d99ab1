/** Lists the providers that users can sign in with, and the possible outcomes of signing in with one. */
import { z } from 'zod';

export const loginProviderIds = [
  'github',
  'google',
  'facebook',
  'linkedin',
  'microsoft',
  'monica',
  'officelife',
] as const;
export const LoginProviderId = z.enum(loginProviderIds);
export type LoginProviderId = z.infer<typeof LoginProviderId>;

/** URL at a provider that the browser opens next. */
export const ProviderRedirect = z.object({ url: z.url() });

/** Brand names, the same in every language. */
export const loginProviderNames = {
  github: 'GitHub',
  google: 'Google',
  facebook: 'Facebook',
  linkedin: 'LinkedIn',
  microsoft: 'Microsoft',
  monica: 'Monica',
  officelife: 'OfficeLife',
} as const satisfies Record<LoginProviderId, string>;

/** Outcomes shown when the user returns from a provider. */
const socialOutcomes = [
  /** The user declined at the provider. */
  'denied',
  /** The provider returned an error or a response that failed verification. */
  'failed',
  /**
   * The visit to the provider started too long ago or in another browser or session, or its result was already used.
   */
  'expired',
  /**
   * An account with this e-mail address exists, but it isn't linked to the provider. The user has to sign in to that
   * account first, and then link the provider.
   */
  'email_taken',
  /** An administrator has blocked the account from signing in. */
  'blocked',
  'unavailable',
  'linked',
  /** The provider's account is linked to another user. */
  'linked_elsewhere',
  /** The user has already linked a different account at this provider. */
  'linked_another',
  'confirmed',
  /** The user signed in at the provider with an account other than the linked one. */
  'not_confirmed',
] as const;
export const SocialOutcome = z.enum(socialOutcomes);
export type SocialOutcome = z.infer<typeof SocialOutcome>;

/** A first sign-in with a provider. The account for it hasn't been created yet. */
export const PendingSocialSignUpView = z.object({
  provider: LoginProviderId,
  name: z.string().nullable(),
  /** The address that the provider reported; null if it reported none. */
  email: z.string().nullable(),
  /**
   * Whether the user has to confirm the address by e-mail, because the provider doesn't guarantee that it belongs to
   * the user.
   */
  needsEmail: z.boolean(),
});
export type PendingSocialSignUpView = z.infer<typeof PendingSocialSignUpView>;
