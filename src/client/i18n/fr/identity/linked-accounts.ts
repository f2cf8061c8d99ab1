/** Accounts at providers, in the settings. */
import type { Translation } from '#client/i18n/translation.ts';

export const linkedAccounts: Translation['linkedAccounts'] = {
  title: 'Comptes associés',
  lead: 'Les autres comptes avec lesquels vous pouvez vous connecter.',
  on: 'Associé',
  off: 'Non associé',
  link: 'Associer {provider}',
  unlink: 'Dissocier {provider}',
  unlinkTitle: 'Dissocier {provider} ?',
  unlinkWhy:
    'Vous ne pourrez plus vous connecter avec {provider}. Votre compte et vos licences ne changent pas.',
  keep: 'Conserver l’association',
  lastWay:
    '{provider} est votre seul moyen de connexion. Choisissez d’abord un mot de passe, puis dissociez-le.',
  confirm: {
    leadOne: 'Connectez-vous de nouveau avec {provider}. Vous reviendrez à cette page.',
    lead: 'Connectez-vous de nouveau avec l’un de vos comptes associés. Vous reviendrez à cette page.',
    orCode: 'Ou utilisez un code reçu par e-mail :',
    with: 'Confirmer avec {provider}',
  },
};
