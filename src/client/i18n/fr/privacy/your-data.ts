/** The copy of one’s data, and the deletion of an account. */
import type { Translation } from '#client/i18n/translation.ts';

export const yourData: Translation['yourData'] = {
  title: 'Vos données',
  lead: 'Tout ce que nous conservons à votre sujet, dans un fichier JSON : compte, licences, reçus, sessions et activité. Il ne contient pas vos clés de licence ; elles figurent sur les pages des produits.',
  download: 'Télécharger mes données',
  downloaded: 'Le fichier est dans vos téléchargements.',
  deletion: 'Supprimer votre compte',
  deletionLead: 'C’est irréversible.',
  delete: 'Supprimer mon compte',
  question: 'Supprimer votre compte ?',
  ofSeats: '{product}, {count, plural, one {# siège} other {# sièges}}',
  endsAndWorks:
    '{licence} : l’abonnement sera résilié immédiatement chez Paddle. La licence reste valable jusqu’au {day}.',
  endsNow:
    '{licence} : l’abonnement sera résilié immédiatement chez Paddle. La licence cessera de fonctionner.',
  works: '{licence} : sans renouvellement. La licence reste valable jusqu’au {day}.',
  noLicence: 'Vous n’avez aucune licence, et Paddle ne vous facture rien.',
  keys: 'Copiez d’abord vos clés : personne ne pourra plus vous les montrer.',
  ifOneFails: 'Si Paddle ne répond pas, votre compte ne sera pas supprimé.',
  ifSomeFail:
    'Nous les résilions l’un après l’autre. Si l’un d’eux ne peut pas l’être, votre compte ne sera pas supprimé ; ceux qui le sont déjà restent résiliés.',
  receipts: 'Les reçus, s’il y en a, sont conservés sans votre nom, comme l’exige le droit fiscal.',
  gone: 'Nom, adresse, moyens de connexion et jetons sont supprimés, et toutes vos sessions sont fermées.',
  mail: 'Nous vous enverrons un e-mail lorsque ce sera fait.',
  type: 'Saisissez {email} pour continuer',
  typeWrong: 'Ce n’est pas l’adresse e-mail de ce compte.',
  keep: 'Conserver mon compte',
  submit: 'Supprimer définitivement',
  keptUnavailable:
    'Votre compte n’a pas été supprimé : Paddle n’a pas répondu, et un abonnement n’a pas pu être résilié. Réessayez dans quelques minutes.',
  keptBusy:
    'Votre compte n’a pas été supprimé : Paddle encaisse en ce moment le paiement d’un abonnement, qui n’a donc pas pu être résilié. Réessayez dans une heure.',
  cancelledUntil: '{licence} : l’abonnement est résilié ; la licence reste valable jusqu’au {day}.',
  cancelledOver: '{licence} : l’abonnement est résilié ; la licence ne fonctionne plus.',
  keptOf: 'Votre compte n’a pas été supprimé.',
  notKnown:
    'Nous ne savons pas si votre compte a été supprimé. Rechargez la page : si votre session est encore ouverte, il ne l’a pas été.',
};
