/**
 * Implements sign-in with a provider. Uses better-auth's sessions and tables, but the portal's own flow on a certified
 * OAuth client (RFC 9700; docs/decisions/0023-social-sign-in.md). better-auth's own flow links accounts by e-mail
 * address, stores the provider's tokens, and creates an account before the terms are accepted.
 */
import type { BetterAuthPlugin } from 'better-auth';
import type { AuthSecrets } from '#server/features/identity/better-auth/auth-secrets.ts';
import { finishSocialSignUp, type SocialSignUpMails } from './finish-social-sign-up.ts';
import { type OauthFlowOptions, oauthFlow } from './oauth-flow.ts';

interface SocialSignInOptions extends OauthFlowOptions {
  mails: SocialSignUpMails;
  secrets: AuthSecrets;
}

export function socialSignIn({ mails, secrets, ...options }: SocialSignInOptions) {
  return {
    id: 'social-sign-in',
    endpoints: { ...oauthFlow(options), ...finishSocialSignUp({ mails, secrets }) },
  } satisfies BetterAuthPlugin;
}
