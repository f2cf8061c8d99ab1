/** The page of the account's settings. */
import type { Translation } from '#client/i18n/translation.ts';

export const settings: Translation['settings'] = {
  title: 'Paramètres',
  language: 'Langue',
  languageHint: 'De ces pages et de nos e-mails.',
  saved: 'Enregistré.',
  overtaken:
    '{isEmpty, select, yes {Effacé ailleurs entre-temps. Enregistrez à nouveau pour le remplir.} other {Modifié ailleurs entre-temps : « {now} ». Enregistrez à nouveau pour remplacer cette valeur.}}',
  sections: 'Paramètres',
  groups: { you: 'Vous', signingIn: 'Connexion', devices: 'Appareils et jetons', data: 'Vos données' },
  nav: {
    name: 'Nom',
    email: 'Adresse e-mail',
    language: 'Langue',
    password: 'Mot de passe',
    'second-factors': 'Seconds facteurs',
    passkeys: 'Clés d’accès',
    'linked-accounts': 'Comptes associés',
    sessions: 'Navigateurs',
    tokens: 'Jetons d’API',
    'security-log': 'Journal de sécurité',
    'your-data': 'Télécharger, supprimer',
  },
};
