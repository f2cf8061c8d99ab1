/** Passkeys and security keys. */
export const passkeys = {
  title: 'Passkeys and security keys',
  lead: 'A passkey signs in without a password: this device, or a key, checks that it is you. A security key that does not check comes after the password.',
  none: 'None yet.',
  unknown: 'This browser knows no passkeys.',
  added: 'Added on {day}',
  synced: 'Added on {day}, on all devices of its account',
  secondOnly:
    'Does not check who you are, so it can only be a second step. Turn that on under “Second factors”.',
  secondOnlyAsked: 'Does not check who you are: it only serves as second step',
  name: 'Name',
  nameHint: 'So that you know it again, such as the device it is on.',
  add: 'Add a passkey',
  rename: 'Rename',
  renameNamed: 'Rename {name}',
  save: 'Save',
  remove: 'Remove',
  removeNamed: 'Remove {name}',
  removeTitle: 'Remove {name}?',
  removeWhy: 'It opens this account no more. Remove it on the device too, so that it is no longer offered.',
  removeWhyEnds:
    'It is your second step, which ends with it. Signing in has no second step then. The recovery codes stop working.',
  removeWhyEndsPassword:
    'It is your second step, which ends with it. The password alone signs in then. The recovery codes stop working.',
  removeSubmit: 'Remove the passkey',
  keep: 'Leave it as it is',
  cancel: 'Not now',
  signIn: 'Sign in with a passkey',
  confirm: 'Confirm with a passkey',
} as const;
