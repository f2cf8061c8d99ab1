/** The page of the account's settings. */
export const settings = {
  en: {
    title: 'Settings',
    language: 'Language',
    languageHint: 'Of these pages and of our e-mails.',
    saved: 'Saved.',
  },
  fr: {
    title: 'Paramètres',
    language: 'Langue',
    languageHint: 'De ces pages et de nos e-mails.',
    saved: 'Enregistré.',
  },
} as const;
