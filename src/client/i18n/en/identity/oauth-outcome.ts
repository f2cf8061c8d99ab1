/** What came of a visit to a provider. */
export const oauthOutcome = {
  denied: 'You cancelled at {provider}. Nothing changed.',
  failed: '{provider} didn’t tell us who you are. Try again, or sign in another way.',
  expired: 'That took too long, or was started in another browser. Start again.',
  email_taken:
    'Your e-mail address at {provider} already has an account here. Sign in, then link {provider} in your settings.',
  unavailable: 'The portal is unavailable at the moment. Try again in a minute.',
  linked: '{provider} is linked. You can now sign in with it.',
  linked_elsewhere: 'That {provider} account is linked to someone else’s account here. Nothing was linked.',
  linked_another: 'Another {provider} account is already linked. Unlink it first.',
  confirmed: 'Confirmed. Now repeat what you were doing.',
  not_confirmed: 'You signed in to a different {provider} account. Nothing was confirmed.',
} as const;
