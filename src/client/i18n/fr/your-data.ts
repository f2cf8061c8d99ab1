/** Taking everything away, and deleting everything. */
import type { Translation } from '#client/i18n/translation.ts';

export const yourData: Translation['yourData'] = {
  title: 'Vos données',
  lead: 'Tout ce que l’espace client garde sur vous, dans un fichier JSON : compte, licences, reçus, sessions, ce qui s’est passé et quand. Les clés de licence n’y sont pas ; les pages des produits les montrent.',
  download: 'Télécharger mes données',
  downloaded: 'Le fichier est dans vos téléchargements.',
  deletion: 'Supprimer le compte',
  deletionLead: 'C’est irréversible.',
  delete: 'Supprimer mon compte',
  question: 'Supprimer votre compte ?',
  ofSeats: '{product}, {count, plural, one {# place} other {# places}}',
  endsAndWorks:
    '{licence} : son abonnement est résilié aussitôt chez Paddle. La licence fonctionne jusqu’au {day}.',
  endsNow: '{licence} : son abonnement est résilié aussitôt chez Paddle. La licence ne fonctionne plus.',
  works: '{licence} : rien ne la renouvelle. La licence fonctionne jusqu’au {day}.',
  noLicence: 'Vous n’avez aucune licence, et Paddle ne vous facture rien.',
  keys: 'Copiez les clés avant : personne ne pourra plus vous les montrer.',
  ifOneFails: 'Si Paddle ne répond pas, votre compte est gardé.',
  ifSomeFail:
    'Ils sont résiliés l’un après l’autre. Si Paddle échoue pour l’un, votre compte est gardé ; les précédents restent résiliés.',
  receipts: 'Les reçus, s’il y en a, sont gardés sans votre nom, comme la loi fiscale le veut.',
  gone: 'Nom, adresse, connexions et jetons sont supprimés ; tous les navigateurs sont déconnectés.',
  mail: 'Un e-mail vous dit que c’est fait.',
  type: 'Tapez {email} pour continuer',
  typeWrong: 'Ce n’est pas l’adresse e-mail de ce compte.',
  keep: 'Garder mon compte',
  submit: 'Supprimer pour toujours',
  keptUnavailable:
    'Votre compte est gardé : Paddle n’a pas répondu, un abonnement n’a donc pas pu être résilié. Supprimez le compte à nouveau dans quelques minutes.',
  keptBusy:
    'Votre compte est gardé : Paddle encaisse en ce moment le paiement d’un abonnement, qui n’a donc pas pu être résilié. Supprimez le compte à nouveau dans une heure.',
  cancelledUntil: '{licence} : abonnement résilié chez Paddle, la licence fonctionne jusqu’au {day}.',
  cancelledOver: '{licence} : abonnement résilié chez Paddle, la licence ne fonctionne plus.',
  keptOf: 'Votre compte est gardé.',
  notKnown:
    'Il n’est pas certain que votre compte soit supprimé. Rechargez la page : si vous êtes encore connecté, il est gardé.',
};
