/** Signing in and signing up with an account at a provider. */
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
    again: 'Start again',
  },
} as const;
