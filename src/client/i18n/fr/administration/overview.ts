/** Messages for the overview: the state of the portal, its figures and what they mean. */
import type { Translation } from '#client/i18n/translation.ts';

export const overview: Translation['overview'] = {
  title: 'Vue d’ensemble',
  asOf: 'Situation au {at}. Les jours sont comptés en UTC.',
  uncounted:
    '{count, plural, one {# achat a changé et n’est pas encore pris en compte dans les chiffres.} many {# achats ont changé et ne sont pas encore pris en compte dans les chiffres.} other {# achats ont changé et ne sont pas encore pris en compte dans les chiffres.}} Cela ne prend en général que quelques secondes.',
  uncountedMany:
    'Au moins {count} achats ont changé et ne sont pas encore pris en compte. Les chiffres ci-dessous ne sont pas à jour.',
  emptyTitle: 'Aucune vente pour le moment',
  emptyText:
    'Les revenus et les licences s’afficheront ici quelques secondes après le premier achat. Si quelqu’un a déjà acheté, vérifiez ci-dessus que les alertes de Paddle arrivent.',
  emptyAction: 'Vérifier les formules',
  asTable: 'En tableau',
  asChart: 'En graphique',
  csv: 'CSV',
  csvOf: 'Télécharger « {name} » au format CSV',
  tableOf: 'Afficher « {name} » en tableau',
  chartOf: 'Afficher « {name} » en graphique',
  explain: 'Définition : « {name} »',
  nothing: 'Rien sur cette période.',
  day: 'Jour',
  month: 'Mois',
  week: 'Semaine du',
  total: 'Total',
  amount: 'Montant',
  product: 'Produit',
  plan: 'Formule',
  currency: 'Affiché en',
  converted: '{currency}, après conversion',
};

/** Whether everything is in order. */
export const health: Translation['health'] = {
  title: 'Tout fonctionne-t-il bien ?',
  fine: 'Tout fonctionne bien',
  attention:
    '{count, plural, one {# point demande votre attention} many {# points demandent votre attention} other {# points demandent votre attention}}',
  state: { fine: 'En ordre', attention: 'À examiner' },
  many: '{count} ou plus',
  alerts: 'Alertes de Paddle',
  alertsFine: 'Toutes les alertes reçues ont été traitées.',
  alertsWaiting:
    '{count, plural, one {{shown} alerte est en cours de traitement ou en attend une autre.} many {{shown} alertes sont en cours de traitement ou en attendent une autre.} other {{shown} alertes sont en cours de traitement ou en attendent une autre.}}',
  alertsLate:
    '{count, plural, one {{shown} alerte aurait dû être traitée il y a plus de cinq minutes.} many {{shown} alertes auraient dû être traitées il y a plus de cinq minutes.} other {{shown} alertes auraient dû être traitées il y a plus de cinq minutes.}} Vérifiez que les tâches de fond de l’espace client sont en cours d’exécution.',
  alertsFailed:
    '{count, plural, one {{shown} alerte n’a pas pu être traitée.} many {{shown} alertes n’ont pas pu être traitées.} other {{shown} alertes n’ont pas pu être traitées.}} Cherchez-en la cause, puis relancez le traitement.',
  lastAlert: 'Dernière alerte reçue : {at}.',
  noAlert: 'Aucune n’est arrivée au cours des 30 derniers jours.',
  paddle: 'Comparaison avec Paddle',
  searched:
    'La liste des alertes de Paddle a été vérifiée jusqu’à cette date : {at}. Les alertes qui manquaient ont été ajoutées.',
  searchedLongAgo:
    'La liste des alertes de Paddle n’a été vérifiée que jusqu’à cette date : {at}. Elle devrait l’être toutes les 15 minutes.',
  notSearched: 'La liste des alertes de Paddle n’a pas encore été vérifiée.',
  searchFails:
    'La vérification de la liste des alertes de Paddle a échoué {count, plural, one {une fois} many {# fois de suite} other {# fois de suite}}. Elle est relancée automatiquement.',
  compared: 'Dernière comparaison de tous les abonnements : {at}.',
  comparedLongAgo:
    'Dernière comparaison de tous les abonnements : {at}. Elle devrait avoir lieu chaque nuit.',
  notCompared: 'La première comparaison nocturne de tous les abonnements n’a pas encore eu lieu.',
  comparisonFails:
    'La comparaison nocturne de tous les abonnements a échoué {count, plural, one {une fois} many {# fois de suite} other {# fois de suite}}. Elle est relancée automatiquement.',
  mails: 'E-mails',
  mailsFine: 'Aucun e-mail n’est en retard ni en échec.',
  mailsWaiting:
    '{count, plural, one {{shown} e-mail va être envoyé.} many {{shown} e-mails vont être envoyés.} other {{shown} e-mails vont être envoyés.}}',
  mailsLate:
    '{count, plural, one {{shown} e-mail aurait dû partir il y a plus de cinq minutes.} many {{shown} e-mails auraient dû partir il y a plus de cinq minutes.} other {{shown} e-mails auraient dû partir il y a plus de cinq minutes.}} Vérifiez le serveur de messagerie.',
  mailsFailed:
    '{count, plural, one {{shown} e-mail a été abandonné après de nombreuses tentatives.} many {{shown} e-mails ont été abandonnés après de nombreuses tentatives.} other {{shown} e-mails ont été abandonnés après de nombreuses tentatives.}} Une fois le serveur de messagerie rétabli, relancez leur envoi.',
  instances: 'Vérifications de licence par les instances',
  pingsToday:
    '{count, plural, =0 {Aucune aujourd’hui pour l’instant.} one {{shown} aujourd’hui.} many {{shown} aujourd’hui.} other {{shown} aujourd’hui.}}',
  pingsFailed:
    '{count, plural, one {{shown} est restée sans réponse aujourd’hui.} many {{shown} sont restées sans réponse aujourd’hui.} other {{shown} sont restées sans réponse aujourd’hui.}}',
  decisions: 'Cas à trancher',
  noDecision: 'Aucun cas n’attend de décision.',
  flags:
    '{count, plural, one {{shown} cas attend une décision} many {{shown} cas attendent une décision} other {{shown} cas attendent une décision}} : par exemple un litige, un soupçon de fraude ou un double paiement.',
};

/** The figures. */
export const figures: Translation['figures'] = {
  heading: 'Chiffres',
  revenue: 'Revenu mensuel récurrent',
  revenueMonths: 'Revenu mensuel récurrent, mois par mois',
  noRevenue: 'Aucun',
  rates: 'Converti aux taux du {day}.',
  without: 'Devises laissées de côté, faute de taux : {currencies}.',
  noRates:
    'Pour obtenir un total dans une seule devise, indiquez des taux de change dans les réglages de l’espace client, puis redémarrez-le. Par exemple :',
  licences: 'Licences actives',
  licencesByPlan: 'Licences actives par produit et par formule',
  seats: 'Sièges',
  paying: 'Payantes',
  churn: 'Attrition sur 30 jours',
  churnOf: '{churned} sur {of}',
  churnBefore: 'Sur les 30 jours précédents : {share}',
  none: '–',
  failing: 'Paiements en échec',
  failingFine: 'Aucune licence active n’a de paiement en échec.',
  failingSee: 'Voir les clients concernés',
  signUps: 'Inscriptions sur 7 jours',
  signUpsMonth: '{count} sur 30 jours',
  refunds: 'Remboursements du mois',
  refundsCount:
    '{count, plural, =0 {Aucun remboursement} one {# remboursement} many {# remboursements} other {# remboursements}}',
  refundsMonths: 'Remboursements par mois',
  moves: 'Licences gagnées et perdues par mois',
  new: 'Nouvelles',
  returned: 'De retour',
  churned: 'Perdues',
  renewals: 'Licences renouvelées et terminées par mois',
  renewed: 'Renouvelées',
  ended: 'Terminées',
  expired: 'Terminées : non renouvelées',
  cancelled: 'Terminées : résiliées',
  paused: 'Terminées : mises en pause',
  refunded: 'Terminées : remboursées',
  revoked: 'Terminées : révoquées',
  pings: 'Vérifications de licence par jour',
  pingOutcomes: {
    good: 'Valide',
    ended: 'Terminée',
    unknown: 'Clé qui n’est plus valable',
    forged: 'Clé étrangère à cet espace client',
    malformed: 'Requête illisible',
    limited: 'Trop de requêtes',
    token_refused: 'Jeton d’accès refusé',
    token_revoked: 'Jeton d’accès révoqué',
    failed: 'Sans réponse',
    sign_in_failed: 'Secret erroné',
  },
  pingGroups: {
    good: 'Valide',
    ended: 'Terminée',
    key: 'Clé non acceptée',
    client: 'Client OAuth refusé',
    failed: 'Sans réponse',
  },
  alerts: 'Alertes de Paddle par jour',
  alertStates: {
    applied: 'Traitées',
    ignored: 'Sans objet',
    stored: 'Seulement enregistrées',
    pending: 'En cours',
    waiting: 'En attente d’une autre',
    failed: 'En échec',
  },
  alertGroups: { applied: 'Traitées', ignored: 'Sans objet', waiting: 'En attente', failed: 'En échec' },
  due: 'Renouvellements des 30 prochains jours',
  dueCount:
    '{count, plural, =0 {Aucun renouvellement prévu.} one {# renouvellement prévu.} many {# renouvellements prévus.} other {# renouvellements prévus.}}',
  dueOn:
    '{count, plural, =0 {aucun renouvellement} one {# renouvellement} many {# renouvellements} other {# renouvellements}}',
  dueTotal: 'Montants attendus : {amounts}',
  fewer: 'Moins',
  more: 'Plus',
  latest: '{when} : {value}',
  picture: '{name}, de {from} à {to}. {when} : {value}. Toutes les valeurs figurent dans le tableau.',
};

/** What the figures mean. The same definitions are in docs/operations.md. */
export const definitions: Translation['definitions'] = {
  revenue:
    'Ce que les licences payantes rapportent en un mois : le dernier paiement d’une période entière, tel qu’il a été débité, avec les sièges, les remises et les taxes. Pour une formule annuelle, un douzième. Une licence dont le paiement est en retard compte jusqu’à sa fin, après le délai de grâce ; une licence résiliée, jusqu’à son dernier jour payé. Les essais, les licences offertes, les achats uniques et les jours accordés par une prolongation comptent pour 0. Une licence conservée après une résiliation continue de compter pour ce qu’elle payait.',
  converted:
    'Les taux sont toujours ceux des réglages actuels, y compris pour les mois passés. Les revenus dans une devise sans taux sont laissés de côté.',
  licences:
    'Les licences qui fonctionnent : payées, en retard de paiement mais dans le délai de grâce, à l’essai, offertes ou payées une fois pour toutes. Sont « payantes » celles qui produisent un revenu mensuel récurrent.',
  seats: 'Les sièges des licences actives. Une licence sans sièges compte pour un.',
  churn:
    'Les licences qui ont cessé de payer en 30 jours, rapportées à toutes celles qui payaient au début de ces 30 jours ou ont commencé à payer pendant cette période. Une pause compte aussi. Une licence conservée à temps ne compte pas.',
  failing:
    'Les licences actives dont le dernier débit a échoué. Elles fonctionnent jusqu’à la fin du délai de grâce.',
  signUps:
    'Les comptes créés au cours des 7 ou des 30 derniers jours, aujourd’hui compris, et qui existent encore.',
  refunds: 'L’argent rendu, au jour du remboursement. Les remboursements de taxes sont inclus.',
  moves:
    'Nouvelles : le premier paiement supérieur à 0 d’une licence, au jour du paiement ; après un essai, au moment où il est payé. De retour : un paiement alors que la licence avait cessé de payer, par exemple après une pause, ou lorsqu’elle a été rachetée avec la même clé. Perdues : une licence payante a cessé de payer, quelle qu’en soit la raison, pauses comprises. Une licence conservée à temps n’est ni perdue ni nouvelle.',
  renewals:
    'Renouvelées : un paiement pour une période supplémentaire. Les paiements de sièges ou de changement de formule en cours de période ne comptent pas, ni ceux qui ont été remboursés en totalité. Terminées : une licence a cessé de fonctionner, selon la raison. « Non renouvelées » comprend les essais, les licences offertes et les achats uniques arrivés à leur terme, qui ne comptent pas dans l’attrition.',
  pings:
    'Ce qui a été répondu aux instances lorsqu’elles ont vérifié une clé de licence, jour par jour. Une « clé qui n’est plus valable » a été remplacée ou appartient à un autre produit. Les totaux sont enregistrés toutes les dix secondes et conservés 400 jours.',
  alerts:
    'Les alertes de Paddle selon le jour de leur arrivée et leur état actuel. Celles dont la signature est fausse sont refusées et ne sont pas comptées ici. « Sans objet » : les alertes qui ne changent rien dans l’espace client.',
  due: 'Le prochain débit de chaque abonnement, au jour prévu, y compris à la fin des essais. Chaque abonnement compte une fois. Les montants sont ceux qui sont déjà connus.',
};
