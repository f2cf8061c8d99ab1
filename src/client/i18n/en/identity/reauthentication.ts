/** Confirming one’s identity before a sensitive change. */
export const confirm = {
  title: 'Confirm it’s you',
  why: {
    signIn: 'You’re about to change how you sign in. We won’t ask again for 15 minutes.',
    email: 'You’re about to change your account’s e-mail address. We won’t ask again for 15 minutes.',
    data: 'The file contains everything we keep about you. We won’t ask again for 15 minutes.',
    tokens: 'A token gives access to your data without signing in. We won’t ask again for 15 minutes.',
    deletion: 'Once you’ve confirmed, your account is deleted permanently.',
  },
  password: 'Password',
  submit: 'Confirm',
  cancel: 'Not now',
} as const;

export const emailCode = {
  lead: 'We’ll send a six-digit code to {email}. It’s valid for ten minutes.',
  send: 'Send the code',
  again: 'Send another code',
  label: 'Code from the e-mail',
  hint: 'Six digits.',
} as const;
