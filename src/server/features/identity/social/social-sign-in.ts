/**
 * Signing in by a provider: better-auth's sessions and tables, a flow of our own on a certified OAuth client
 * (docs/decisions/0023-social-sign-in.md says why).
 */
import type { BetterAuthPlugin } from 'better-auth';
import { type FirstSignInMails, finishFirstSignIn } from './finish-social-sign-up.ts';
import { type LinkedProvidersOptions, linkedProviders } from './linked-providers.ts';
import { type VisitProviderOptions, visitProvider } from './oauth-flow.ts';

interface SocialSignInOptions extends VisitProviderOptions, LinkedProvidersOptions {
  mails: FirstSignInMails;
}

export function socialSignIn({ mails, ...options }: SocialSignInOptions) {
  return {
    id: 'social-sign-in',
    endpoints: { ...visitProvider(options), ...finishFirstSignIn(mails), ...linkedProviders(options) },
  } satisfies BetterAuthPlugin;
}
