/**
 * Signing in by a provider: better-auth's sessions and tables, a flow of our own on a certified OAuth client
 * (docs/decisions/0023-social-sign-in.md says why).
 */
import type { BetterAuthPlugin } from 'better-auth';
import { finishSocialSignUp, type SocialSignUpMails } from './finish-social-sign-up.ts';
import { type LinkedProvidersOptions, linkedProviders } from './linked-providers.ts';
import { type OauthFlowOptions, oauthFlow } from './oauth-flow.ts';

interface SocialSignInOptions extends OauthFlowOptions, LinkedProvidersOptions {
  mails: SocialSignUpMails;
}

export function socialSignIn({ mails, ...options }: SocialSignInOptions) {
  return {
    id: 'social-sign-in',
    endpoints: { ...oauthFlow(options), ...finishSocialSignUp(mails), ...linkedProviders(options) },
  } satisfies BetterAuthPlugin;
}
