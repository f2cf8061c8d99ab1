/** Passkeys and security keys. */
export const passkeys = {
  title: 'Passkeys and security keys',
  lead: 'A passkey signs you in without a password; your device verifies it’s you. Security keys that can’t verify you can be used for two-step verification.',
  none: 'None yet.',
  unknown: 'This browser doesn’t support passkeys.',
  added: 'Added on {day}',
  synced: 'Added on {day}, synced across your devices',
  secondOnly:
    'It can’t verify who you are, so it can only be used for two-step verification. Turn that on in “Two-step verification”.',
  secondOnlyAsked: 'It can’t verify who you are: used for two-step verification only',
  name: 'Name',
  nameHint: 'To help you recognise it, for example the device it’s on.',
  add: 'Add a passkey',
  rename: 'Rename',
  renameNamed: 'Rename {name}',
  save: 'Save',
  remove: 'Remove',
  removeNamed: 'Remove {name}',
  removeTitle: 'Remove {name}?',
  removeWhy:
    'It will no longer sign you in. Remove it from the device too, so that it’s no longer offered there.',
  removeWhyEnds:
    'It’s the only key you use for two-step verification; removing it turns two-step verification off. Your recovery codes will stop working.',
  removeWhyEndsPassword:
    'It’s the only key you use for two-step verification; removing it turns two-step verification off, and your password alone will sign you in. Your recovery codes will stop working.',
  removeSubmit: 'Remove the passkey',
  keep: 'Cancel',
  cancel: 'Not now',
  confirm: 'Confirm with a passkey',
} as const;
