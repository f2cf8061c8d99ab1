/** Messages for linked accounts in the settings. */
import type { Translation } from '#client/i18n/translation.ts';

export const linkedAccounts: Translation['linkedAccounts'] = {
  title: 'Comptes associés',
  lead: 'Une fois associés, ces comptes vous permettent de vous connecter.',
  on: 'Associé',
  off: 'Non associé',
  link: 'Associer {provider}',
  unlink: 'Dissocier {provider}',
  unlinkTitle: 'Dissocier {provider} ?',
  unlinkWhy:
    'Vous ne pourrez plus vous connecter avec {provider}. Votre compte et vos licences resteront inchangés.',
  keep: 'Ne pas dissocier',
  lastWay:
    '{provider} est votre seul moyen de connexion. Pour le dissocier, définissez d’abord un mot de passe.',
};
