/** Messages for the password in the settings. */
export const password = {
  title: 'Password',
  label: 'New password',
  change: 'Change password',
  set: 'Set password',
  none: 'You don’t have a password yet. Set one to sign in with your e-mail address.',
  others: 'You’ll be signed out everywhere else.',
  changed: 'Your password has been changed. You’ve been signed out everywhere else.',
  wasSet: 'You can now sign in with your e-mail address and this password.',
} as const;
