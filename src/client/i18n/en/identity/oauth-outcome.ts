/** Messages for the outcome of a visit to a sign-in provider. */
export const oauthOutcome = {
  denied: 'You cancelled the {provider} sign-in. Nothing has changed.',
  failed: 'We couldn’t verify your {provider} account. Try again, or sign in another way.',
  expired: 'This sign-in timed out or was started in another browser. Try again.',
  email_taken:
    'There’s already an account with your {provider} e-mail address. Sign in to it, then link {provider} in your settings.',
  blocked: 'This account is blocked from signing in. Your licences keep working. Contact us.',
  unavailable: 'The portal is temporarily unavailable. Try again in a minute.',
  linked: 'Your {provider} account is linked. You can now sign in with it.',
  linked_elsewhere: 'That {provider} account is already linked to another account here. Nothing has changed.',
  linked_another: 'You’ve already linked another {provider} account. Unlink it first.',
  confirmed: 'Your identity is confirmed. You can pick up where you left off.',
  not_confirmed: 'You used a different {provider} account. Try again with the one that’s linked here.',
} as const;
