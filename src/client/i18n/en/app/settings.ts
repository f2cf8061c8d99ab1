/** Messages for the settings page as a whole: headings, navigation and language. */
export const settings = {
  title: 'Settings',
  elsewhere: 'To change your company or postal address, go to <profile>Company and address</profile>.',
  moved: 'Looking for your name, e-mail address or API tokens? They’re on this page now.',
  language: 'Language',
  languageHint: 'Used for these pages and our e-mails.',
  saved: 'Saved.',
  conflicting:
    '{isEmpty, select, yes {This field was cleared elsewhere while you were editing. Save again to keep your version.} other {This field was changed to “{now}” elsewhere while you were editing. Save again to keep your version.}}',
  sections: 'Settings',
  groups: { you: 'You', signingIn: 'Signing in', devices: 'Devices and tokens', data: 'Your data' },
  shortGroups: { you: 'You', signingIn: 'Signing in', devices: 'Devices', data: 'Your data' },
  nav: {
    name: 'Name',
    email: 'E-mail address',
    language: 'Language',
    'e-mails': 'E-mails',
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
