/** Messages for the acts of administrators on a customer's licences, subscriptions and receipts. */
import type { Translation } from '#client/i18n/translation.ts';

export const licenceActs: Translation['licenceActs'] = {
  actions: 'Actions',
  actionsFor: 'Actions pour {product}, licence {id}',
  viewerOnly: 'Le rôle « Lecture seule » permet de tout consulter ici, mais pas de faire de modification.',
  supportOnly:
    'Offrir ou prolonger une licence, afficher une clé et rembourser exigent le rôle « Administrateur ».',
  forAdministrators:
    'Ce compte est celui d’un administrateur. Seuls les autres administrateurs peuvent y intervenir.',
  grant: {
    submit: 'Offrir une licence',
    title: 'Offrir une licence à {name}',
    will: '{name} reçoit une licence {product} valable jusqu’au {day} inclus. Elle ne coûte rien et n’est pas renouvelée. Un e-mail en informe le client.',
    willLater: 'Choisissez jusqu’à quand la licence fonctionne.',
    product: 'Produit',
    plan: 'Formule',
    retired: '{plan} (n’est plus en vente)',
    noPlans: 'Il n’y a aucune formule pour ce produit.',
    until: 'Dernier jour',
    untilWrong: 'Choisissez un jour à partir d’aujourd’hui.',
    months: '{months, plural, one {# mois} other {# mois}}',
    seats: 'Sièges',
    done: 'La licence est offerte. Elle est valable jusqu’au {day} inclus.',
  },
  extend: {
    submit: 'Prolonger',
    title: 'Prolonger la licence {id} pour {product}',
    now: 'Elle fonctionne actuellement jusqu’au {day} inclus.',
    will: 'Elle fonctionnera au moins jusqu’au {day} inclus, quels que soient les paiements. Rien n’est débité et les paiements ne changent pas.',
    willLater: 'Choisissez un jour plus éloigné. Rien n’est débité et les paiements ne changent pas.',
    notLater: 'Choisissez un jour après le {day}.',
    done: 'La licence fonctionne désormais au moins jusqu’au {day} inclus.',
  },
  revoke: {
    submit: 'Révoquer',
    title: 'Révoquer la licence {id} pour {product} ?',
    will: 'La clé cesse immédiatement de fonctionner, même si la licence est payée. Les instances le constatent à leur prochaine vérification. Vous pourrez rétablir la licence plus tard.',
    goesOn:
      'L’abonnement n’est pas résilié : Paddle continue de le débiter. La résiliation et les remboursements se font séparément.',
    done: 'La licence est révoquée. Sa clé ne fonctionne plus.',
  },
  reinstate: {
    submit: 'Rétablir',
    title: 'Rétablir la licence {id} pour {product} ?',
    will: 'La même clé fonctionne de nouveau, aussi longtemps que la licence est payée ({day}).',
    willNot:
      'La révocation est levée, mais la licence n’est payée que jusqu’au {day}. Prolongez-la ensuite pour qu’elle fonctionne.',
    done: 'La licence n’est plus révoquée.',
  },
  reissue: {
    submit: 'Remplacer la clé',
    title: 'Remplacer la clé de la licence {id} pour {product} ?',
    will: 'Le client obtient une nouvelle clé, que lui seul peut voir, et un e-mail l’en informe. La nouvelle clé doit être saisie partout où l’ancienne est utilisée.',
    later: 'L’ancienne clé fonctionne jusqu’au {end}.',
    atOnce: 'L’ancienne clé cesse immédiatement de fonctionner',
    done: 'La clé est remplacée. Le client trouve la nouvelle sur la page de sa licence ; l’ancienne fonctionne jusqu’au {end}.',
    doneAtOnce:
      'La clé est remplacée. Le client trouve la nouvelle sur la page de sa licence ; l’ancienne ne fonctionne plus.',
  },
  reveal: {
    submit: 'Afficher la clé',
    title: 'Afficher la clé de la licence {id} pour {product} ?',
    will: 'La clé entière s’affiche une seule fois, dans cette fenêtre. Toute personne qui la possède peut utiliser la licence.',
    shown: 'Clé de licence',
    once: 'Elle disparaît dès que vous fermez cette fenêtre.',
    copy: 'Copier la clé',
  },
  current: 'actuelle',
  worksToo: 'fonctionne aussi',
  worksUntil: 'fonctionne jusqu’au {at}',
  stopped: 'remplacée, ne fonctionne plus depuis le {at}',
  unreadableKey: 'illisible',
};

export const whyLicence: Translation['whyLicence'] = {
  revoked: 'Ne fonctionne pas : révoquée le {at} par {name}. Motif : {reason}',
  revokedByOperator: 'Ne fonctionne pas : révoquée le {at} en ligne de commande. Motif : {reason}',
  revokedUnknown: 'Ne fonctionne pas : elle a été révoquée.',
  refunded: 'Ne fonctionne pas : son paiement a été remboursé. Elle a fonctionné jusqu’au {day}.',
  paused: 'Ne fonctionne pas : l’abonnement est en pause. Elle a fonctionné jusqu’au {day}.',
  pausedUnpaid:
    'Ne fonctionne pas : Paddle a mis l’abonnement en pause après trop de paiements refusés. Elle a fonctionné jusqu’au {day}.',
  cancelled: 'Ne fonctionne pas : l’abonnement a été résilié. Elle a fonctionné jusqu’au {day}.',
  granted: 'Ne fonctionne pas : elle était offerte jusqu’au {day}.',
  oneOff: 'Ne fonctionne pas : elle avait été payée en une fois, jusqu’au {day}.',
  expired: 'Ne fonctionne pas : le renouvellement n’a pas été payé. Elle a fonctionné jusqu’au {day}.',
  grace:
    'Fonctionne jusqu’au {day}, bien que le renouvellement ne soit pas payé. {attempts, plural, =0 {Paddle n’a signalé aucun paiement refusé.} one {# paiement a été refusé.} many {# paiements ont été refusés.} other {# paiements ont été refusés.}}',
  retry: 'Paddle fera une nouvelle tentative le {day}.',
  pastDue: 'Fonctionne. Un paiement est en retard ; sans ce paiement, le dernier jour est le {day}.',
  ending: 'Fonctionne jusqu’au {day}, sans renouvellement ensuite.',
  pausing: 'Fonctionne jusqu’au {day}. Ensuite, l’abonnement est en pause.',
  works: 'Fonctionne.',
  replaced: 'Si la clé du client est l’une des clés remplacées ci-dessous, il lui faut la clé actuelle.',
};

export const subscriptionActs: Translation['subscriptionActs'] = {
  seats: 'Modifier le nombre de sièges',
  plan: 'Changer de formule',
  cancel: 'Résilier l’abonnement',
  seatsTitle: 'Sièges de la licence {id} pour {product}',
  planTitle: 'Formule de la licence {id} pour {product}',
  cancelTitle: 'Résilier l’abonnement de la licence {id} pour {product} ?',
  seatsSubmit: 'Modifier le nombre de sièges',
  planSubmit: 'Changer de formule',
  seatsPay: 'Modifier et débiter {amount}',
  planPay: 'Changer et débiter {amount}',
  noPlans: 'Cet abonnement ne peut passer à aucune autre formule.',
  sync: 'Comparer avec Paddle',
  syncTitle: 'Comparer les abonnements de {name} avec Paddle',
  willSync:
    'L’espace client interroge Paddle sur {count, plural, one {l’abonnement} other {# abonnements}}. Ce que Paddle indique et qu’aucune alerte n’a signalé est enregistré et appliqué aux licences et aux reçus. Rien n’est modifié chez Paddle.',
  nothingFound:
    '{count, plural, =0 {Il n’y avait aucun abonnement à comparer.} one {# abonnement comparé : il correspond aux données de Paddle.} other {# abonnements comparés : ils correspondent tous aux données de Paddle.}}',
  found:
    '{count, plural, one {# abonnement comparé} other {# abonnements comparés}} ; {findings, plural, one {# différence appliquée} other {# différences appliquées}} :',
  finding: {
    alert: 'Alertes qui n’étaient pas arrivées',
    subscription: 'État, formule, sièges ou dates de l’abonnement',
    payment: 'Un paiement inconnu jusqu’ici',
    missing: 'Paddle ne connaît pas l’abonnement',
  },
  ofSubscription: '{what} ({subscription})',
  unanswered:
    '{count, plural, one {Paddle n’a pas répondu pour # abonnement. Rien n’y a été modifié ; réessayez plus tard.} other {Paddle n’a pas répondu pour # abonnements. Rien n’y a été modifié ; réessayez plus tard.}}',
};

export const refunds: Translation['refunds'] = {
  submit: 'Rembourser',
  submitOf: 'Rembourser la commande {order}',
  title: 'Rembourser la commande {order}',
  paid: 'Payé',
  refunded: 'Déjà remboursé',
  left: 'Remboursable',
  amount: 'Montant en {currency}',
  amountHint: 'Au maximum {left}.',
  amountWrong: 'Saisissez un montant, par exemple {example}.',
  amountTooHigh: 'C’est plus que ce qui reste du paiement : {left}.',
  will: 'Paddle est invité à rembourser {amount} sur {paid} à {name} et reçoit aussi le motif. Le remboursement apparaît sur le reçu lorsque Paddle le signale, ce qui peut prendre plusieurs jours.',
  willAll:
    'Paddle est invité à rembourser tout ce qui reste, soit {amount}, à {name} et reçoit aussi le motif. Le remboursement apparaît sur le reçu lorsque Paddle le signale, ce qui peut prendre plusieurs jours. La licence perd alors les jours que ce paiement couvrait.',
  confirm: 'Rembourser {amount}',
  pendingTitle: 'Le remboursement est demandé à Paddle',
  unknownTitle: 'On ne sait pas si Paddle a reçu la demande',
  doneTitle: 'Le remboursement est effectué',
  pending:
    'Paddle a accepté la demande de {amount} et l’examine. Le remboursement apparaît sur le reçu lorsque Paddle le signale.',
  unknown:
    'Paddle n’a pas répondu à temps : {amount} seront peut-être remboursés, peut-être pas. L’espace client ne renouvelle pas la demande ; il attend le signalement de Paddle pendant 14 jours au plus. Si c’est urgent, consultez la commande chez Paddle.',
  done: 'Paddle a signalé le remboursement de {amount}.',
  state: {
    asked: 'Remboursement de {amount} demandé',
    pending: 'Remboursement de {amount} en attente depuis le {day}',
    unknown: 'Remboursement de {amount} : sans réponse de Paddle',
    refused: 'Remboursement de {amount} non effectué',
  },
};
