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
  seats: 'Sièges',
  price: 'Prix',
  renewsOn: 'Renouvelée le',
  firstPayment: 'Premier paiement',
  worksThrough: 'Valable jusqu’au',
  free: 'Gratuite',
  perMonth: '{price} par mois',
  perYear: '{price} par an',
  nextWeeks: 'Les semaines à venir',
  untilRenewal: 'Jusqu’au renouvellement',
  untilEnd: 'Jusqu’à la fin',
  untilPause: 'Jusqu’à la pause',
  paidOnce: '{price}, en une fois',
  sentenceRenews: 'Renouvelée le {day} pour {price}.',
  sentenceRenewsNoPrice: 'Renouvelée le {day}.',
  sentenceTrial: 'Essai, premier paiement le {day}.',
  sentenceGrace: 'Paiement en retard. Valable jusqu’au {day}.',
  sentenceEnding: 'Valable jusqu’au {day}, sans renouvellement.',
  sentencePaused: 'En pause. Valable jusqu’au {day}.',
  sentencePausing: 'Pause prévue. Valable jusqu’au {day}.',
  sentenceRefunded: 'Remboursée. Valable jusqu’au {day}, puis prend fin.',
  sentenceEnded: 'Était valable jusqu’au {day}.',
  sentenceNever: 'N’est plus valable.',
  open: 'Ouvrir {product}',
  opensNewTab: 's’ouvre dans un nouvel onglet',
  earlier: 'Licences précédentes',
  lastEnded: 'Votre dernière licence était valable jusqu’au {day}. <receipts>Voir ses reçus</receipts>',
  another: 'Acheter une autre licence',
  anotherSub: 'En plus de celle que vous avez',
  wrong: 'Un problème ?',
  write: 'Contactez-nous',
};

export const notice: Translation['notice'] = {
  grace:
    'Le renouvellement du {day} n’est pas encore payé. {product} fonctionne jusqu’au {through} inclus ; mettez votre carte à jour d’ici là.',
  graceNoLink:
    'Le renouvellement du {day} n’est pas encore payé. {product} fonctionne jusqu’au {through} inclus. Contactez-nous pour régler cela ensemble.',
  pastDue:
    'Le dernier paiement a échoué. {product} fonctionne jusqu’au {through} inclus ; mettez votre carte à jour d’ici là.',
  retry: 'Paddle retentera le paiement le {day}.',
  pausing:
    'Une pause est prévue : {product} fonctionne jusqu’au {through} inclus, puis s’arrête jusqu’à la reprise des paiements.',
  paused:
    'Les paiements sont en pause. {product} fonctionne jusqu’au {through} inclus. Contactez-nous pour reprendre.',
  pausedUnpaid:
    'La carte a été refusée trop souvent : les paiements sont en pause. {product} fonctionne jusqu’au {through} inclus. Contactez-nous pour reprendre.',
  refunded:
    'Le dernier paiement a été remboursé. {product} fonctionne jusqu’au {through} inclus, puis la licence prend fin.',
  oneOff: 'Payée en une fois : {product} fonctionne jusqu’au {through} inclus, sans renouvellement.',
  lapsed:
    'Le renouvellement du {day} n’a pas été payé : {product} a cessé de fonctionner après le {through}. Mettez votre carte à jour ; une fois le paiement effectué, la même clé fonctionnera de nouveau.',
  lapsedNoLink:
    'Le renouvellement du {day} n’a pas été payé : {product} a cessé de fonctionner après le {through}. Écrivez à <mail></mail> pour que la même clé fonctionne de nouveau.',
  pausedOut:
    'Votre licence est en pause ; elle était valable jusqu’au {through}. Écrivez à <mail></mail> pour reprendre avec la même clé ; une formule achetée ici est facturée en plus.',
  refundedOut: 'Le dernier paiement a été remboursé : la licence a pris fin.',
  revoked: 'Votre licence a été révoquée. Si vous ne vous y attendiez pas, écrivez à <mail></mail>.',
  ending:
    'L’abonnement est résilié. {product} fonctionne jusqu’au {through} inclus, puis la licence prend fin.',
  trial: 'L’essai dure jusqu’au {through} inclus. Rien n’a été débité jusqu’ici.',
  second:
    'Vous payez {product} deux fois. Les deux licences fonctionnent et se renouvellent. Si vous n’en vouliez qu’une, écrivez à <mail></mail> : nous mettrons fin à l’autre et la rembourserons.',
  stillCharged: 'Paddle continue de la facturer tant que l’abonnement n’y est pas résilié.',
  updateCard: 'Mettre à jour la carte',
  cancelAtPaddle: 'Résilier sur Paddle',
};

export const line: Translation['line'] = {
  today: 'Aujourd’hui',
  paid: 'Payée',
  trial: 'Essai',
  granted: 'Offerte',
  renews: 'Renouvelée pour {price}',
  renewsNoPrice: 'Renouvelée',
  firstPayment: 'Premier paiement',
  overdue: 'Paiement en retard',
  ifFails: 'En cas d’échec',
  grace: '{days, plural, one {# jour de grâce, puis fin} other {# jours de grâce, puis fin}}',
  graceShort: 'grâce, puis fin',
  ends: 'Fin',
  pauses: 'Pause',
  sayPaid: 'Payée jusqu’au {day} inclus.',
  sayTrial: 'Essai jusqu’au {day} inclus.',
  sayGranted: 'Offerte jusqu’au {day} inclus.',
  sayRenews: 'Renouvelée le {day} pour {price}.',
  sayRenewsNoPrice: 'Renouvelée le {day}.',
  sayFirstPayment: 'Le premier paiement a lieu le {day}.',
  sayIfFails:
    'Si le paiement échoue, la licence bénéficie d’un délai de grâce de {days, plural, one {# jour} other {# jours}}, jusqu’au {through} inclus, et prend fin le {stop}.',
  sayOverdue:
    'Le renouvellement est en retard. La licence est valable jusqu’au {through} inclus et prend fin le {stop}.',
  sayEnds: 'Elle n’est pas renouvelée et prend fin le {stop}.',
  sayPauses: 'Elle n’est pas renouvelée et sera mise en pause le {stop}.',
  sayToday: 'Nous sommes le {day}.',
};

export const key: Translation['key'] = {
  heading: 'Clé de licence',
  reveal: 'Afficher',
  hide: 'Masquer',
  copy: 'Copier',
  copied: 'Copiée',
  copiedSay: 'Clé copiée.',
  copyBlocked: 'Votre navigateur a bloqué la copie. La clé est sélectionnée : appuyez sur Ctrl+C ou ⌘C.',
  private: 'À garder secrète, comme un mot de passe.',
  hidden: 'masquée',
  none: 'Impossible d’afficher cette clé pour le moment. Elle reste valable là où elle est utilisée. Si vous en avez besoin, contactez-nous.',
};

export const use: Translation['use'] = {
  heading: 'L’utiliser dans {product}',
  monica1: 'Dans Monica, ouvrez <b>Paramètres › Abonnement</b>.',
  monica2: 'Collez la clé, puis choisissez <b>Activer</b>.',
  monica3: 'C’est tout. Monica vérifie la clé automatiquement, une fois par période de facturation.',
  officelife1: 'Dans OfficeLife, ouvrez <b>Compte › Licence</b>.',
  officelife2: 'Collez la clé, puis choisissez <b>Activer</b>.',
  officelife3: 'C’est tout. OfficeLife vérifie la clé automatiquement, une fois par période de facturation.',
};

export const manage: Translation['manage'] = {
  heading: 'Gérer',
  numbered: 'Gérer la licence {number}',
  updateCard: 'Mettre à jour la carte',
  updateCardSub: 'Sur la page de Paddle',
  cancel: 'Résilier l’abonnement',
  cancelSub: 'La licence reste valable jusqu’au {day}',
};
