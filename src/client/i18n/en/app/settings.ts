/** The settings page around its sections. */
export const settings = {
  title: 'Settings',
  language: 'Language',
  languageHint: 'For these pages and our e-mails.',
  saved: 'Saved.',
  overtaken:
    '{isEmpty, select, yes {This was cleared elsewhere in the meantime. Save again to fill it in.} other {This was changed to “{now}” elsewhere in the meantime. Save again to replace it.}}',
  sections: 'Settings',
  groups: { you: 'You', signingIn: 'Signing in', devices: 'Devices and tokens', data: 'Your data' },
  nav: {
    name: 'Name',
    email: 'E-mail address',
    language: 'Language',
    password: 'Password',
    'second-factors': 'Two-step verification',
    passkeys: 'Passkeys',
    'linked-accounts': 'Linked accounts',
    sessions: 'Sessions',
    tokens: 'API tokens',
    'security-log': 'Security log',
    'your-data': 'Download and delete',
  },
} as const;
