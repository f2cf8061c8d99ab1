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
  confirm: {
    leadOne: 'Sign in with {provider} again. You’ll then return to this page.',
    lead: 'Sign in again with one of your linked accounts. You’ll then return to this page.',
    orCode: 'Or get a code by e-mail:',
    with: 'Confirm with {provider}',
  },
} as const;
