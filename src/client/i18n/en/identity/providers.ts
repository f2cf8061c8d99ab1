/** Messages for signing in or signing up with an account at a provider. */
export const providers = {
  or: 'or',
  continueWith: 'Continue with {provider}',
  first: {
    title: 'Almost there',
    lead: 'You’re signing up with {provider} as {name}. Accept the terms to create your account.',
    leadNoName: 'You’re signing up with {provider}. Accept the terms to create your account.',
    leadMail:
      'You’re signing up with {provider} as {name}. Accept the terms, and we’ll send you a link to confirm your e-mail address.',
    leadMailNoName:
      'You’re signing up with {provider}. Accept the terms, and we’ll send you a link to confirm your e-mail address.',
    emailKnown: 'Your account’s e-mail address will be {email}.',
    emailHint: 'We’ll send a link to this address to make sure it’s yours.',
    submit: 'Create account',
    sent: 'Check your inbox',
    sentText:
      'We’ve sent a link to <b>{email}</b>. Open it in this browser to finish signing up. It’s valid for 24 hours.',
    otherAddress: 'Use another address',
    gone: 'This sign-up has expired',
    goneText:
      'You may have started it too long ago, or in another browser. Open the link in that browser, or start again here.',
    badLink: 'This link isn’t valid',
    badLinkText: 'Only the latest link works. Request a new one.',
    again: 'Start again',
  },
} as const;
