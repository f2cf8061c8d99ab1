/** Messages for linked accounts in the settings. */
export const linkedAccounts = {
  title: 'Linked accounts',
  lead: 'Link an account to sign in with it.',
  on: 'Linked',
  off: 'Not linked',
  link: 'Link {provider}',
  unlink: 'Unlink {provider}',
  unlinkTitle: 'Unlink {provider}?',
  unlinkWhy:
    'You’ll no longer be able to sign in with {provider}. Your account and licences won’t be affected.',
  keep: 'Keep it linked',
  lastWay: '{provider} is your only way to sign in. To unlink it, set a password first.',
} as const;
