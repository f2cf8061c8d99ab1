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
  refused:
    'Depuis le {day}, les e-mails envoyés à {email} nous reviennent : le serveur de messagerie les refuse. Tant que ce sera le cas, vous ne recevrez que les e-mails que vous demandez, par exemple un lien pour choisir un nouveau mot de passe.',
  refusedMend:
    'Vérifiez que l’adresse existe et que la boîte de réception n’est pas pleine. Demandez-nous ensuite de réessayer, ou <change>changez d’adresse e-mail</change>.',
  tryAgain: 'Réessayer',
  triedAgain: 'Nous envoyons de nouveau nos e-mails à {email}.',
  saved: 'Modifications enregistrées.',
};
