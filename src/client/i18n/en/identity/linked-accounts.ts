/** Accounts at providers, in the settings. */
export const linkedAccounts = {
  title: 'Linked accounts',
  lead: 'Other accounts you can sign in with.',
  on: 'Linked',
  off: 'Not linked',
  link: 'Link {provider}',
  unlink: 'Unlink {provider}',
  unlinkTitle: 'Unlink {provider}?',
  unlinkWhy:
    'You’ll no longer be able to sign in with {provider}. Your account and licences aren’t affected.',
  keep: 'Keep it linked',
  lastWay: '{provider} is your only way to sign in. Set a password first, then unlink it.',
  confirm: {
    leadOne: 'Sign in with {provider} again. You’ll come back to this page.',
    lead: 'Sign in again with one of your linked accounts. You’ll come back to this page.',
    orCode: 'Or use a code sent by e-mail:',
    with: 'Confirm with {provider}',
  },
} as const;
