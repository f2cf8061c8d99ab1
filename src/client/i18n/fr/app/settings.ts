/** The settings page around its sections. */
import type { Translation } from '#client/i18n/translation.ts';

export const settings: Translation['settings'] = {
  title: 'Paramètres',
  language: 'Langue',
  languageHint: 'Pour ces pages et nos e-mails.',
  saved: 'Enregistré.',
  overtaken:
    '{isEmpty, select, yes {Ce champ a été vidé ailleurs entre-temps. Enregistrez à nouveau pour le remplir.} other {Ce champ a été modifié ailleurs entre-temps : « {now} ». Enregistrez à nouveau pour remplacer cette valeur.}}',
  sections: 'Paramètres',
  groups: { you: 'Vous', signingIn: 'Connexion', devices: 'Appareils et jetons', data: 'Vos données' },
  nav: {
    name: 'Nom',
    email: 'Adresse e-mail',
    language: 'Langue',
    password: 'Mot de passe',
    'second-factors': 'Double authentification',
    passkeys: 'Clés d’accès',
    'linked-accounts': 'Comptes associés',
    sessions: 'Sessions',
    tokens: 'Jetons d’API',
    'security-log': 'Journal de sécurité',
    'your-data': 'Télécharger, supprimer',
  },
};
