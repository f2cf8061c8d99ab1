/** A licence: its state, its days, its key, how to use it. */
import type { Translation } from '#client/i18n/translation.ts';

export const status: Translation['status'] = {
  none: 'Aucune licence',
  trialing: 'Essai',
  active: 'Active',
  past_due: 'Paiement en retard',
  paused: 'En pause',
  cancelled: 'Résiliée',
  granted: 'Offerte',
  one_off: 'Payée en une fois',
  pausing: 'Pause prévue',
  refunded: 'Remboursée',
  revoked: 'Révoquée',
  ended: 'Terminée',
};

export const licence: Translation['licence'] = {
  heading: 'Licence',
  numbered: 'Licence {number}',
  plan: 'Formule',
  seats: 'Places',
  price: 'Prix',
  lastPaid: 'Dernier paiement',
  renewsOn: 'Renouvellement',
  firstPayment: 'Premier paiement',
  worksThrough: 'Valable jusqu’au',
  endsOn: 'Fin le',
  free: 'Gratuite',
  perMonth: '{price} par mois',
  perYear: '{price} par an',
  nextWeeks: 'Les prochaines semaines',
  untilRenewal: 'Jusqu’au renouvellement',
  untilEnd: 'Jusqu’à la fin',
  untilPause: 'Jusqu’à la pause',
  paidOnce: '{price}, en une fois',
  sentenceRenews: 'Renouvellement le {day} : {price}.',
  sentenceRenewsNoPrice: 'Renouvellement le {day}.',
  sentenceTrial: 'Essai, premier paiement le {day}.',
  sentenceGrace: 'Paiement en retard. Valable jusqu’au {day}.',
  sentenceEnding: 'Valable jusqu’au {day}, puis fin.',
  sentencePaused: 'En pause. Valable jusqu’au {day}.',
  sentencePausing: 'Une pause est prévue. Valable jusqu’au {day}.',
  sentenceRefunded: 'Remboursée. Valable jusqu’au {day}, puis fin.',
  sentenceEnded: 'A été valable jusqu’au {day}.',
  sentenceNever: 'N’est plus valable.',
  open: 'Ouvrir {product}',
  opensNewTab: 's’ouvre dans un nouvel onglet',
  earlier: 'Licences précédentes',
  lastEnded: 'Votre dernière licence a été valable jusqu’au {day}. <receipts>Ses reçus</receipts>',
  another: 'Acheter une autre licence',
  anotherSub: 'En plus de celle que vous avez',
  wrong: 'Un souci ?',
  write: 'Écrivez à une personne',
};

export const notice: Translation['notice'] = {
  grace:
    'Le renouvellement du {day} n’est pas encore payé. {product} reste utilisable jusqu’au {through} ; mettez la carte à jour d’ici là.',
  graceNoLink:
    'Le renouvellement du {day} n’est pas encore payé. {product} reste utilisable jusqu’au {through}. Écrivez-nous et nous réglons cela.',
  pastDue:
    'Le dernier paiement a échoué. {product} reste utilisable jusqu’au {through} ; mettez la carte à jour d’ici là.',
  retry: 'Paddle la présente à nouveau le {day}.',
  pausing:
    'Une pause est prévue : {product} reste utilisable jusqu’au {through}, puis s’arrête jusqu’à la reprise des paiements.',
  paused:
    'Les paiements sont en pause. {product} reste utilisable jusqu’au {through}. Écrivez-nous pour reprendre.',
  pausedUnpaid:
    'La carte a été refusée trop souvent : les paiements sont en pause. {product} reste utilisable jusqu’au {through}. Écrivez-nous pour reprendre.',
  refunded:
    'Le dernier paiement a été remboursé. {product} reste utilisable jusqu’au {through}, puis la licence prend fin.',
  oneOff: 'Payée en une fois : {product} reste utilisable jusqu’au {through}, sans renouvellement.',
  lapsed:
    'Le renouvellement du {day} n’a pas été payé : {product} s’est arrêté après le {through}. Mettez la carte à jour ; une fois le paiement fait, la même clé fonctionne à nouveau.',
  lapsedNoLink:
    'Le renouvellement du {day} n’a pas été payé : {product} s’est arrêté après le {through}. Écrivez à <mail></mail> pour que la même clé fonctionne à nouveau.',
  pausedOut:
    'Votre licence est en pause et a été valable jusqu’au {through}. Écrivez à <mail></mail> pour reprendre avec la même clé ; une formule achetée ici se paie en plus.',
  refundedOut: 'Le dernier paiement a été remboursé : la licence a pris fin.',
  revoked: 'Votre licence a été révoquée. Si cela vous surprend, écrivez à <mail></mail>.',
  ending: 'Cette licence est résiliée. {product} reste utilisable jusqu’au {through}, puis elle prend fin.',
  trial: 'L’essai dure jusqu’au {through}. Rien n’a été débité jusqu’ici.',
  second:
    'Vous payez {product} deux fois : deux licences se renouvellent, et toutes deux fonctionnent. Si vous n’en vouliez qu’une, écrivez à <mail></mail> : nous arrêtons l’autre et remboursons son paiement.',
  stillCharged: 'Son abonnement continue chez Paddle tant qu’il n’y est pas résilié.',
  updateCard: 'Mettre à jour la carte',
  cancelAtPaddle: 'Résilier chez Paddle',
};

export const line: Translation['line'] = {
  today: 'Aujourd’hui',
  paid: 'Payée',
  trial: 'Essai',
  granted: 'Offerte',
  renews: 'Renouvelée, {price}',
  renewsNoPrice: 'Renouvelée',
  firstPayment: 'Premier paiement',
  overdue: 'Paiement en retard',
  ifFails: 'En cas d’échec',
  grace: '{days, plural, one {un jour de grâce, puis fin} other {# jours de grâce, puis fin}}',
  graceShort: 'grâce, puis fin',
  graceNow: 'grâce',
  ends: 'Fin',
  pauses: 'Pause',
  sayPaid: 'Payée jusqu’au {day} inclus.',
  sayTrial: 'Essai jusqu’au {day} inclus.',
  sayGranted: 'Offerte jusqu’au {day} inclus.',
  sayRenews: 'Le {day}, renouvellement pour {price}.',
  sayRenewsNoPrice: 'Le {day}, renouvellement.',
  sayFirstPayment: 'Le {day}, premier paiement.',
  sayIfFails:
    'Si le paiement échoue, la licence reste valable {days, plural, one {un jour} other {# jours}}, jusqu’au {through}, et prend fin le {stop}.',
  sayOverdue:
    'Le renouvellement est en retard. La licence reste valable jusqu’au {through} et prend fin le {stop}.',
  sayEnds: 'Elle n’est pas renouvelée et prend fin le {stop}.',
  sayPauses: 'Elle n’est pas renouvelée et se met en pause le {stop}.',
  sayToday: 'Nous sommes le {day}.',
};

export const key: Translation['key'] = {
  heading: 'Clé de licence',
  reveal: 'Afficher',
  hide: 'Masquer',
  copy: 'Copier',
  copied: 'Copiée',
  copiedSay: 'La clé est copiée.',
  copyBlocked: 'Ce navigateur ne nous laisse pas copier. La clé est sélectionnée : copiez-la à la main.',
  private: 'Confidentielle, comme un mot de passe.',
  hidden: 'masquée',
  none: 'Impossible d’afficher cette clé pour le moment. Elle reste valable là où elle est utilisée. Si vous en avez besoin, contactez-nous.',
};

export const use: Translation['use'] = {
  heading: 'L’utiliser dans {product}',
  monica1: 'Dans Monica, ouvrez <b>Paramètres › Abonnement</b>.',
  monica2: 'Collez la clé, puis choisissez <b>Activer</b>.',
  monica3: 'C’est tout. Monica vérifie la clé auprès de nous à chaque période payée, sans votre aide.',
  officelife1: 'Dans OfficeLife, ouvrez <b>Compte › Licence</b>.',
  officelife2: 'Collez la clé, puis choisissez <b>Activer</b>.',
  officelife3:
    'C’est tout. OfficeLife vérifie la clé auprès de nous à chaque période payée, sans votre aide.',
};

export const manage: Translation['manage'] = {
  heading: 'Gérer',
  numbered: 'Gérer la licence {number}',
  updateCard: 'Mettre à jour la carte',
  updateCardSub: 'Sur la page de Paddle',
  cancel: 'Résilier la licence',
  cancelSub: 'Valable jusqu’au {day}',
};
