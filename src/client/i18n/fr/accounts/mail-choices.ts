/** Messages for the settings section in which customers choose their e-mails. */
import type { Translation } from '#client/i18n/translation.ts';

export const mailChoices: Translation['mailChoices'] = {
  title: 'E-mails',
  lead: 'Choisissez les e-mails que vous recevez. Ceux qui concernent vos achats, un paiement échoué, une modification de vos abonnements ou de vos clés et la sécurité de votre compte sont toujours envoyés.',
  kinds: {
    renewal_ahead: 'Une semaine avant le renouvellement d’une licence',
    renewed: 'Lorsqu’un renouvellement a été payé',
    ended: 'Lorsqu’une licence a pris fin',
  },
  saved: 'Modifications enregistrées.',
};
