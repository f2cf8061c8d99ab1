/** Messages for the settings page as a whole: headings, navigation and language. */
import type { Translation } from '#client/i18n/translation.ts';

export const settings: Translation['settings'] = {
  title: 'Paramètres',
  elsewhere:
    'Pour modifier votre entreprise ou votre adresse postale, ouvrez <profile>Entreprise et adresse</profile>.',
  moved:
    'Vous cherchez votre nom, votre adresse e-mail ou vos jetons d’API ? Ils se trouvent maintenant sur cette page.',
  language: 'Langue',
  languageHint: 'Langue de ces pages et de nos e-mails.',
  saved: 'Modifications enregistrées.',
  conflicting:
    '{isEmpty, select, yes {Ce champ a été vidé ailleurs pendant votre saisie. Enregistrez à nouveau pour conserver votre version.} other {Ce champ a été remplacé ailleurs par « {now} » pendant votre saisie. Enregistrez à nouveau pour conserver votre version.}}',
  sections: 'Paramètres',
  groups: { you: 'Vous', signingIn: 'Connexion', devices: 'Appareils et jetons', data: 'Vos données' },
  shortGroups: { you: 'Vous', signingIn: 'Connexion', devices: 'Appareils', data: 'Vos données' },
  nav: {
    name: 'Nom',
    email: 'Adresse e-mail',
    language: 'Langue',
    'e-mails': 'E-mails',
    password: 'Mot de passe',
    'second-factors': 'Double authentification',
    passkeys: 'Clés d’accès',
    'linked-accounts': 'Comptes associés',
    sessions: 'Sessions',
    tokens: 'Jetons d’API',
    'security-log': 'Journal de sécurité',
    'your-data': 'Télécharger ou supprimer',
  },
};
