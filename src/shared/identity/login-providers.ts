/** Lists the providers a user can sign in with, and the possible outcomes. */
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
export const ProviderVisit = z.object({ url: z.url() });

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
  /** Started too long ago or in another browser or session, or already used. */
  'expired',
  /**
   * An account has this e-mail address but isn't linked to the provider. The user has to sign in to it, then link it.
   */
  'email_taken',
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

/** A first sign-in with a provider, from which an account has yet to be created. */
export const PendingSocialSignUpView = z.object({
  provider: LoginProviderId,
  name: z.string().nullable(),
  /** As reported by the provider; null if it reports none. */
  email: z.string().nullable(),
  /** Whether the address has to be confirmed by e-mail because the provider doesn't vouch for it. */
  needsEmail: z.boolean(),
});
export type PendingSocialSignUpView = z.infer<typeof PendingSocialSignUpView>;
