/** Where else somebody may have an account that signs them in here: the names both sides use. */
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

/** The address at a provider that the browser opens next. */
export const ProviderVisit = z.object({ url: z.url() });

/** Their own names: the same in every language. */
export const loginProviderNames = {
  github: 'GitHub',
  google: 'Google',
  facebook: 'Facebook',
  linkedin: 'LinkedIn',
  microsoft: 'Microsoft',
  monica: 'Monica',
  officelife: 'OfficeLife',
} as const satisfies Record<LoginProviderId, string>;

/** What a page says to whoever comes back from a provider. */
const socialOutcomes = [
  /** They said no there. */
  'denied',
  /** The provider answered with an error, or with something that cannot be believed. */
  'failed',
  /** Begun too long ago, in another browser, or used before. */
  'expired',
  /** An account has that e-mail address, and no link to this person: log in, then link it. */
  'email_taken',
  'unavailable',
  'linked',
  /** The account there signs in somebody else here. */
  'linked_elsewhere',
  /** Another account of this provider is linked already. */
  'linked_another',
  'confirmed',
  /** They signed in there as somebody else. */
  'not_confirmed',
] as const;
export const SocialOutcome = z.enum(socialOutcomes);
export type SocialOutcome = z.infer<typeof SocialOutcome>;

/** What a first sign-in still needs before there is an account. */
export const PendingSocialSignUpView = z.object({
  provider: LoginProviderId,
  name: z.string().nullable(),
  /** As the provider has it; null when it gives none. */
  email: z.string().nullable(),
  /** The address has to be confirmed by a mail: the provider does not vouch for it. */
  needsEmail: z.boolean(),
});
export type PendingSocialSignUpView = z.infer<typeof PendingSocialSignUpView>;
