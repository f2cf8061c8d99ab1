/** Messages for downloading the user's data and deleting the account. */
import type { Translation } from '#client/i18n/translation.ts';

export const yourData: Translation['yourData'] = {
  title: 'Vos données',
  lead: 'Téléchargez ce que nous conservons à votre sujet dans un fichier JSON : compte, licences, reçus, sessions et activité. Vos clés de licence n’en font pas partie ; vous les trouverez sur les pages des produits.',
  download: 'Télécharger mes données',
  downloaded: 'Le fichier se trouve dans vos téléchargements.',
  deletion: 'Supprimer votre compte',
  deletionLead: 'La suppression de votre compte est irréversible.',
  delete: 'Supprimer mon compte',
  question: 'Supprimer votre compte ?',
  ofSeats: '{product}, {count, plural, one {# siège} other {# sièges}}',
  endsAndWorks:
    '{licence} : l’abonnement sera résilié immédiatement chez Paddle. La licence restera valable jusqu’au {day}.',
  endsNow:
    '{licence} : l’abonnement sera résilié immédiatement chez Paddle. La licence cessera de fonctionner.',
  works: '{licence} : la licence ne sera pas renouvelée et restera valable jusqu’au {day}.',
  noLicence: 'Vous n’avez aucune licence ni aucun abonnement chez Paddle.',
  keys: 'Copiez d’abord vos <link>clés de licence</link>. Une fois votre compte supprimé, nous ne pourrons plus vous les communiquer.',
  elsewhere:
    'Seul votre compte sur cet espace client est supprimé. Vos comptes dans Monica et OfficeLife, et tout ce qu’ils contiennent, restent en place. Si vous n’en voulez plus, supprimez-les directement dans ces produits.',
  ifOneFails: 'Si Paddle ne répond pas, votre compte ne sera pas supprimé.',
  ifSomeFail:
    'Nous résilions vos abonnements l’un après l’autre. Si une résiliation échoue, votre compte ne sera pas supprimé, mais les abonnements déjà résiliés le resteront.',
  receipts: 'Nous conservons vos éventuels reçus sans votre nom, comme l’exige la réglementation fiscale.',
  gone: 'Nous supprimons votre nom, votre adresse, vos moyens de connexion et vos jetons d’API, et nous fermons toutes vos sessions.',
  mail: 'Vous recevrez un e-mail une fois votre compte supprimé.',
  type: 'Saisissez {email} pour continuer',
  typeWrong: 'Ce n’est pas l’adresse e-mail de votre compte.',
  keep: 'Conserver mon compte',
  submit: 'Supprimer définitivement',
  keptUnavailable:
    'Votre compte n’a pas été supprimé : Paddle n’a pas répondu, et un abonnement n’a pas pu être résilié. Réessayez dans quelques minutes.',
  keptBusy:
    'Votre compte n’a pas été supprimé : Paddle traite un paiement, et l’abonnement concerné ne peut pas être résilié pour le moment. Réessayez dans une heure.',
  cancelledUntil: '{licence} : l’abonnement a été résilié, et la licence reste valable jusqu’au {day}.',
  cancelledOver: '{licence} : l’abonnement a été résilié, et la licence ne fonctionne plus.',
  keptOf: 'Votre compte n’a pas été supprimé.',
  notKnown:
    'Nous ne savons pas si votre compte a été supprimé. Rechargez la page : si votre session est encore ouverte, le compte existe toujours.',
};
