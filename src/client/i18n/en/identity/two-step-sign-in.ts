/** Messages for two-step verification during sign-in. */
export const twoStep = {
  title: 'Two-step verification',
  byApp: 'Enter the code from your authenticator app.',
  byKey: 'Use one of your passkeys or security keys.',
  keyUnknown: 'This browser doesn’t support passkeys or security keys.',
  byRecoveryCode: 'Enter one of your recovery codes. Each code works only once.',
  code: 'Code',
  recoveryCode: 'Recovery code',
  useRecoveryCode: 'Use a recovery code',
  useApp: 'Use your authenticator app',
  useKey: 'Use a passkey or security key',
  remember: 'Don’t ask again in this browser for 30 days',
  again: 'Start over',
} as const;
