/** The page of the account's settings. */
export const settings = {
  title: 'Settings',
  language: 'Language',
  languageHint: 'Of these pages and of our e-mails.',
  saved: 'Saved.',
  overtaken:
    '{isEmpty, select, yes {Emptied elsewhere meanwhile. Save again to fill it in.} other {Changed elsewhere to “{now}” meanwhile. Save again to replace it.}}',
  sections: 'Settings',
  groups: { you: 'You', signingIn: 'Signing in', devices: 'Devices and tokens', data: 'Your data' },
  nav: {
    name: 'Name',
    email: 'E-mail address',
    language: 'Language',
    password: 'Password',
    'second-factors': 'Second factors',
    passkeys: 'Passkeys',
    'linked-accounts': 'Linked accounts',
    sessions: 'Browsers',
    tokens: 'API tokens',
    'security-log': 'Security log',
    'your-data': 'Download and delete',
  },
} as const;
