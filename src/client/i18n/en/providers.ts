/** Signing in with an account elsewhere: on the sign-in page, when signing up, and in the settings. */
export const providers = {
  or: 'or',
  continueWith: 'Continue with {provider}',
  first: {
    title: 'Almost there',
    lead: 'You’re signing up with {provider} as {name}. Accept the terms to create your account.',
    leadNoName: 'You’re signing up with {provider}. Accept the terms to create your account.',
    leadMail:
      'You’re signing up with {provider} as {name}. Accept the terms, then confirm your e-mail address with the link we send to create your account.',
    leadMailNoName:
      'You’re signing up with {provider}. Accept the terms, then confirm your e-mail address with the link we send to create your account.',
    emailKnown: 'Your account will use {email}.',
    emailHint: 'We’ll send a link there to make sure the address is yours.',
    submit: 'Create the account',
    sent: 'Check your inbox',
    sentText:
      'We’ve sent an e-mail to <b>{email}</b>. Open its link in this browser to finish; it’s valid for 24 hours.',
    otherAddress: 'Use another address',
    gone: 'This sign-up has expired',
    goneText:
      'It was started too long ago, or in another browser. Open the link in that browser, or start again here.',
    badLink: 'This link isn’t valid',
    badLinkText: 'Only the latest link works. Request a new one.',
    confirming: 'Your account is being created',
    again: 'Start again',
  },
  outcome: {
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
  },
  linked: {
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
  },
  confirm: {
    leadOne: 'Sign in with {provider} again. You’ll come back to this page.',
    lead: 'Sign in again with one of your linked accounts. You’ll come back to this page.',
    orCode: 'Or use a code sent by e-mail:',
    with: 'Confirm with {provider}',
  },
} as const;
