/** Messages for the inbox. */
import type { Translation } from '#client/i18n/translation.ts';

export const inbox: Translation['inbox'] = {
  title: 'Boîte de réception',
  lead: 'Tout ce que Paddle a signalé, et ce que le portail en a fait.',
  views: 'Parties de la boîte de réception',
  alerts: 'Alertes',
  findings: 'Écarts trouvés',
  flags: 'À décider',
  state: 'Tout est-il en ordre ?',
  inOrder: 'Tout est en ordre : aucune alerte n’est en retard ni en échec.',
  notInOrder: 'Un point demande votre attention.',
  atLeast: '{count} ou plus',
  failed: 'Impossibles à traiter : {count}',
  waiting: 'En attente d’une alerte qui doit venir avant : {count}',
  late: 'En retard de plus de cinq minutes : {count}',
  searchFailed:
    'Paddle n’a pas pu être interrogé sur les alertes manquantes. Prochaine tentative : {at}. Rien n’est perdu : ce qui manque sera récupéré à ce moment-là.',
  searchOverdue:
    'La recherche des alertes manquantes aurait dû avoir lieu le {at}. Vérifiez que les tâches de fond du portail s’exécutent.',
  comparisonFailed: 'La comparaison avec Paddle a échoué. Prochaine tentative : {at}.',
  comparisonOverdue:
    'La comparaison avec Paddle aurait dû avoir lieu le {at}. Vérifiez que les tâches de fond du portail s’exécutent.',
  lastAlert: 'Dernière alerte de Paddle',
  noAlert: 'Aucune pour l’instant',
  search: 'Dernière recherche d’alertes manquantes',
  comparison: 'Dernière comparaison avec Paddle',
  notYet: 'Pas encore terminée',
  next: 'Prochaine : {at}',
  foundToday: 'Trouvé ces dernières 24 heures',
  found: 'Résultat',
  foundNothing: 'Rien ne manquait',
  foundSome:
    '{alerts, plural, =0 {aucune alerte manquante} one {# alerte manquante} other {# alertes manquantes}}, {differences, plural, =0 {aucun écart} one {# écart} other {# écarts}}',
  allApplied: 'le tout traité',
  notApplied: 'dont {count} sans traitement',
  openFlags: 'À décider',
  type: 'Type',
  allKinds: 'Tous les types',
  source: 'Origine',
  sources: {
    paddle_alert: 'Paddle',
    reconciliation: 'Comparaison',
    customer: 'Client',
    administrator: 'Administrateur',
    system: 'Portail',
  },
  states: {
    pending: 'Traitement imminent',
    applied: 'Traité',
    waiting: 'En attente',
    failed: 'Échec',
    ignored: 'Sans lien avec les licences',
    stored: 'Type inconnu',
  },
  processing: 'État',
  received: 'Reçu',
  customer: 'Client',
  customerNumber: 'Numéro de compte du client',
  numberWrong: 'Saisissez un numéro, en chiffres uniquement.',
  subscription: 'Abonnement',
  subscriptionNumber: 'Numéro d’abonnement chez Paddle',
  licence: 'Licence',
  licenceNumber: 'Licence n° {id}',
  why: 'Pourquoi',
  problems: {
    unknown_plan: 'Aucune formule ne porte le numéro {id} de Paddle',
    waiting: 'Une alerte qui doit venir avant manque',
    malformed: 'Son contenu est incohérent',
    other: 'Une erreur s’est produite',
  },
  whatToDo: {
    unknown_plan:
      'Le portail n’a aucune formule portant le numéro {id} de Paddle. Une fois que vous l’aurez ajoutée, l’alerte sera traitée d’elle-même, ou immédiatement si vous relancez son traitement.',
    waiting:
      'Une alerte qui doit venir avant n’est pas encore arrivée. Le portail interroge Paddle dans les minutes qui suivent.',
    malformed:
      'Le contenu est incohérent, l’alerte n’est donc pas retentée. Comparez-la avec celle du journal d’envoi de Paddle. Champs en cause : {fields}',
    other:
      'Le traitement s’est terminé par une erreur. Son message figure dans le journal du portail, et ici avec les données personnelles.',
  },
  nextAttempt: 'Prochaine tentative',
  attempts: 'Tentatives',
  select: 'Sélection',
  selectEvent: 'Sélectionner l’événement {id}',
  event: 'Événement {id}',
  path: 'Fil d’Ariane',
  gone: 'Aucun événement ne porte ce numéro',
  goneText: 'Les événements ne sont jamais supprimés : le numéro comporte peut-être une faute de frappe.',
  facts: 'Informations',
  happened: 'Survenu',
  alertId: 'Numéro de l’alerte chez Paddle',
  payload: 'Contenu',
  noPayload: 'Le contenu est illisible.',
  folded: 'Masqué',
  foldedText: 'Les données personnelles sont masquées, de même que tout champ que le portail ne connaît pas.',
  unfold: 'Afficher les données personnelles',
  unfoldTitle: 'Afficher les données personnelles de l’événement {id} ?',
  willUnfold:
    'Tous les champs s’affichent. Le journal d’audit indique que vous les avez consultés, et pourquoi.',
  unfolded: 'Tous les champs sont affichés sur la page, jusqu’à ce que vous la quittiez.',
  error: 'Message d’erreur',
  changed: 'Ce qui a changé',
  changedNothing: 'Rien.',
  notProcessed: 'Rien pour l’instant, car le traitement n’a pas eu lieu.',
  fieldNames: {
    paddlePlanId: 'formule chez Paddle',
    status: 'état',
    quantity: 'sièges',
    validUntil: 'payée jusqu’au',
    pausedFrom: 'en pause à partir du',
    endsOn: 'prend fin le',
    trialEndsOn: 'essai jusqu’au',
    nextBillOn: 'prochain débit le',
    nextCharge: 'montant du prochain débit',
    failedAttempts: 'paiements refusés',
    nextRetryOn: 'prochaine tentative de débit',
  },
  parts: {
    subscription: 'Abonnement : {name}',
    licence: 'Licence : {name}',
    receipt: 'Reçu {name}',
    flag: 'Signalement {name}',
  },
  ofPurchase: 'Tous les événements de cet abonnement',
  replay: 'Relancer le traitement',
  replayCount:
    '{count, plural, one {Relancer le traitement de # événement} other {Relancer le traitement de # événements}}',
  replayTitle:
    '{count, plural, one {Relancer le traitement de # événement ?} other {Relancer le traitement de # événements ?}}',
  willReplay:
    '{count, plural, one {L’événement est traité} other {Les événements sont traités}} à nouveau, avec les formules et les règles d’aujourd’hui. Ce qui est déjà traité reste tel quel, rien n’est compté deux fois, et les clients ne reçoivent aucun e-mail sur ce qui s’est passé il y a plus de trois jours.',
  replayAll: 'Relancer tous ceux en échec',
  replayAllTitle: 'Relancer tous les {type} en échec ?',
  willReplayAll:
    '{count, plural, one {# événement de ce type est en échec} other {# événements de ce type sont en échec}}, et les {now} plus anciens sont traités à nouveau maintenant.',
  noneFailed: 'Aucun événement de ce type n’est en échec.',
  replayed: {
    applied:
      '{count, plural, =0 {Aucun événement n’a été traité.} one {# événement a été traité.} other {# événements ont été traités.}}',
    waiting:
      '{count, plural, one {# attend toujours une autre alerte.} other {# attendent toujours une autre alerte.}}',
    failed: '{count, plural, one {# a de nouveau échoué.} other {# ont de nouveau échoué.}}',
    ignored:
      '{count, plural, one {# ne concerne pas les licences.} other {# ne concernent pas les licences.}}',
    unknown: '{count, plural, one {# est d’un type inconnu.} other {# sont d’un type inconnu.}}',
  },
  empty: 'Aucune alerte pour l’instant',
  emptyText: 'Tout ce que Paddle signalera sera affiché ici.',
  emptyFilter: 'Aucun événement ne correspond à ces filtres',
  emptyFilterText: 'Vérifiez les numéros, ou effacez les filtres.',
  emptyFindings: 'Il ne manquait rien',
  emptyFindingsText: 'Jusqu’ici, chaque comparaison a confirmé ce que Paddle avait signalé.',
  emptyFlags: 'Rien à décider',
  emptyFlagsText: 'Les litiges, doubles paiements et cas semblables seront affichés ici.',
  raised: 'Depuis le',
  flag: 'Point à décider',
  detail: 'Précision',
  order: 'Commande',
  decide: 'Décider',
  nobody: 'Personne',
  wanted: 'Le client souhaite les deux',
  settle: 'Marquer comme réglé',
  settleTitle: 'Marquer ce point comme réglé ?',
  willSettle:
    'Il disparaît de cette liste. Rien d’autre ne change : un remboursement ou une résiliation se fait séparément.',
  settled: 'Le point est marqué comme réglé.',
  kinds: {
    dispute: {
      name: 'Paiement contesté',
      effect:
        'C’est Paddle qui tranche le litige. Régler le point ne change rien ; révoquez la licence si elle doit prendre fin.',
    },
    high_risk: {
      name: 'Fraude présumée',
      effect:
        'C’est Paddle qui décide du paiement. Régler le point ne change rien ; la licence fonctionne tant que vous ne la révoquez pas.',
    },
    partial_refund: {
      name: 'Remboursement partiel',
      effect:
        'La licence est restée telle quelle. Régler le point la laisse ainsi ; modifiez les sièges ou la fin si nécessaire.',
    },
    missing_at_paddle: {
      name: 'Inconnu de Paddle',
      effect:
        'La licence est restée telle quelle. Régler le point la laisse ainsi ; révoquez-la si rien n’est payé pour elle.',
    },
    second_licence: {
      name: 'Produit payé deux fois',
      effect:
        'Conservez les deux, ou résiliez le premier ou le second abonnement. Un remboursement se fait séparément.',
    },
    paid_after_deletion: {
      name: 'Payé après la suppression du compte',
      effect: 'Le portail résilie l’abonnement. Remboursez le paiement chez Paddle, puis réglez le point.',
    },
    unknown_account: {
      name: 'Payé pour un compte inconnu',
      effect: 'Attribuez l’achat à un client ou remboursez-le, puis réglez le point.',
    },
    invoice_paid: {
      name: 'Facture payée',
      effect: 'Accordez la licence qui correspond à la facture, puis réglez le point.',
    },
    charge_moved: {
      name: 'Débit reporté sans paiement',
      effect:
        'Les jours intermédiaires sont gratuits. Régler le point les accepte ; sinon, remettez la date chez Paddle.',
    },
    resumed_unpaid: {
      name: 'Reprise sans paiement',
      effect:
        'La licence n’a pas été prolongée. Consultez Paddle, prolongez-la ou résiliez, puis réglez le point.',
    },
    keep_refused: {
      name: 'Licence non conservée',
      effect:
        'L’achat est devenu un achat à part. Résiliez-le, remboursez-le ou laissez-le, puis réglez le point.',
    },
    paid_while_revoked: {
      name: 'Payé pendant la révocation',
      effect: 'Résiliez l’abonnement et remboursez, ou rétablissez la licence, puis réglez le point.',
    },
  },
};
