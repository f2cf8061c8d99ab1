/** Signing in with an account elsewhere: at the door, on the page of a first sign-in, and in the settings. */
export const providers = {
  or: 'or',
  continueWith: 'Continue with {provider}',
  first: {
    title: 'Almost there',
    lead: 'You come from {provider} as {name}. Accept the terms, and your account is there.',
    leadNoName: 'You come from {provider}. Accept the terms, and your account is there.',
    leadMail:
      'You come from {provider} as {name}. Accept the terms and confirm your address by the link in a mail; then your account is there.',
    leadMailNoName:
      'You come from {provider}. Accept the terms and confirm your address by the link in a mail; then your account is there.',
    emailKnown: 'Your account uses {email}.',
    emailHint: 'We send a link there, to know that the address is yours.',
    submit: 'Create the account',
    sent: 'Check your inbox',
    sentText:
      'A message is on its way to <b>{email}</b>. Open its link in this browser to finish; it works for 24 hours.',
    otherAddress: 'Use another address',
    gone: 'Nothing waits here any more',
    goneText: 'It was begun in another browser, or too long ago. Open the link there, or begin again here.',
    badLink: 'This link does not work',
    badLinkText: 'Only the newest link does. Ask for another one.',
    confirming: 'Your account is being created',
    again: 'Begin again',
  },
  outcome: {
    denied: 'You said no at {provider}. Nothing has happened.',
    failed: '{provider} did not tell us who you are. Try again, or sign in another way.',
    expired: 'That took too long, or was begun in another browser. Begin again.',
    email_taken:
      'Your e-mail address at {provider} already has an account here. Log in, then link {provider} in your settings.',
    unavailable: 'The portal is not available at the moment. Try again in a minute.',
    linked: '{provider} is linked. You can sign in with it from now on.',
    linked_elsewhere: 'That account at {provider} signs in somebody else here. Nothing was linked.',
    linked_another: 'Another account at {provider} is linked already. Unlink it first.',
    confirmed: 'It is you. Do again what you were about to do.',
    not_confirmed: 'At {provider} you signed in as somebody else. Nothing was confirmed.',
  },
  linked: {
    title: 'Linked accounts',
    lead: 'Accounts elsewhere that sign you in here.',
    on: 'Linked',
    off: 'Not linked',
    link: 'Link {provider}',
    unlink: 'Unlink {provider}',
    unlinkTitle: 'Unlink {provider}?',
    unlinkWhy: 'You cannot sign in with {provider} any more. Your account and your licences stay.',
    keep: 'Keep it',
    lastWay: 'You sign in with {provider} only. Set a password first, then unlink it.',
  },
  confirm: {
    leadOne: 'Sign in with {provider} once more. You come back to this page.',
    lead: 'Sign in once more with one of your linked accounts. You come back to this page.',
    orCode: 'Or by a code from a mail:',
    with: 'Confirm with {provider}',
  },
} as const;
