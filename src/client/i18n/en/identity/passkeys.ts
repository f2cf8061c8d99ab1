/** Messages for passkeys and security keys in the settings. */
export const passkeys = {
  title: 'Passkeys and security keys',
  lead: 'Sign in with a passkey instead of a password: your device checks that it’s you. A security key that can’t do this can still be used for two-step verification.',
  none: 'No passkeys or security keys yet.',
  unknown: 'This browser doesn’t support passkeys.',
  added: 'Added on {day}',
  synced: 'Added on {day}, synced across your devices',
  used: 'Last used on {day}.',
  secondOnly:
    'This key can’t verify who you are, so it only works for two-step verification. Turn on two-step verification to use it.',
  secondOnlyAsked: 'Used for two-step verification only',
  name: 'Name',
  nameHint: 'A name you’ll recognise, such as the device it’s on.',
  add: 'Add a passkey',
  rename: 'Rename',
  renameNamed: 'Rename {name}',
  save: 'Save',
  remove: 'Remove',
  removeNamed: 'Remove {name}',
  removeTitle: 'Remove {name}?',
  removeWhy:
    'You’ll no longer be able to sign in with it. Remove it from your device as well, so that the device stops offering it.',
  removeWhyEnds:
    'This is your only key for two-step verification, so removing it turns two-step verification off. Your recovery codes will stop working.',
  removeWhyEndsPassword:
    'This is your only key for two-step verification, so removing it turns two-step verification off: you’ll sign in with just your password. Your recovery codes will stop working.',
  removeSubmit: 'Remove key',
  keep: 'Cancel',
  cancel: 'Cancel',
} as const;
