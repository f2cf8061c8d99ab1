/** Messages for reauthentication before a sensitive change. */
export const confirm = {
  title: 'Confirm it’s you',
  why: {
    signIn: 'You’re about to change how you sign in. We won’t ask again for 15 minutes.',
    email: 'You’re about to change your account’s e-mail address. We won’t ask again for 15 minutes.',
    data: 'You’re about to download what we keep about you. We won’t ask again for 15 minutes.',
    tokens:
      'Anyone who has a token can read your data without signing in. We won’t ask again for 15 minutes.',
    subscription: 'You’re about to change what you pay for. We won’t ask again for 15 minutes.',
    key: 'You’re about to replace a licence key. We won’t ask again for 15 minutes.',
    administration: 'You’re about to use your rights as an administrator. We won’t ask again for 15 minutes.',
    deletion: 'Your account will be permanently deleted as soon as you confirm.',
  },
  byPasskey: 'Confirm with a passkey',
  passkeyUnknown: 'This browser doesn’t support passkeys.',
  provider: {
    leadOne: 'Sign in with {provider} again. You’ll then return to this page.',
    lead: 'Sign in again with one of your linked accounts. You’ll then return to this page.',
    orCode: 'Or get a code by e-mail:',
    with: 'Confirm with {provider}',
  },
  password: 'Password',
  submit: 'Confirm',
  cancel: 'Not now',
} as const;

export const emailCode = {
  lead: 'We’ll send a six-digit code to {email}. It’s valid for ten minutes.',
  send: 'Send code',
  again: 'Send a new code',
  label: 'Code from the e-mail',
  hint: 'The code has six digits.',
} as const;
