/** Messages for licences: states, dates, notices, the timeline, the key and how to use it. */
import type { Translation } from '#client/i18n/translation.ts';

export const status: Translation['status'] = {
  none: 'Aucune licence',
  trialing: 'Essai',
  active: 'Active',
  past_due: 'Paiement en retard',
  paused: 'En pause',
  cancelled: 'Résiliée',
  granted: 'Offerte',
  one_off: 'Paiement unique',
  pausing: 'Pause prévue',
  refunded: 'Remboursée',
  revoked: 'Révoquée',
  ended: 'Terminée',
};

export const licence: Translation['licence'] = {
  heading: 'Licence',
  bought: '{plan}, achetée le {day}',
  boughtSeats: '{plan}, {seats}, achetée le {day}',
  granted: '{plan}, offerte le {day}',
  grantedSeats: '{plan}, {seats}, offerte le {day}',
  sameName: '{name} ({number})',
  dates: 'Dates',
  plan: 'Formule',
  seats: 'Sièges',
  price: 'Prix',
  renewsOn: 'Renouvellement le',
  firstPayment: 'Premier paiement',
  nextPayment: 'Prochain paiement',
  worksThrough: 'Valable jusqu’au',
  free: 'Gratuite',
  perMonth: '{price} par mois',
  perYear: '{price} par an',
  paidOnce: '{price}, paiement unique',
  sentenceRenews: 'Renouvellement le {day} : {price}.',
  sentenceRenewsThen:
    'Renouvellement le {day} : {price}{isLess, select, true { après déduction d’un avoir ou d’une remise} other {}}, puis {full} {frequency, select, Monthly {par mois} other {par an}}.',
  sentenceRenewsFree: 'Renouvellement le {day}. Rien ne sera débité ce jour-là.',
  sentenceRenewsFreeOnce:
    'Renouvellement le {day}. Rien ne sera débité ce jour-là. Le montant du premier paiement suivant n’est pas encore connu.',
  sentenceCredit:
    'Votre avoir couvre les renouvellements jusqu’au {day}. Vous paierez alors environ {price}.',
  sentenceStays: 'Votre licence reste valable jusqu’au {day}, même en cas de résiliation.',
  sentenceRenewsNoPrice: 'Renouvellement le {day}.',
  sentenceTrial: 'Essai en cours. Premier paiement le {day}.',
  sentenceGrace: 'Paiement en retard. Valable jusqu’au {day}.',
  sentenceEnding: 'Valable jusqu’au {day}, sans renouvellement.',
  sentencePaused: 'En pause. Valable jusqu’au {day}.',
  sentencePausing: 'Pause prévue. Valable jusqu’au {day}.',
  sentenceRefunded: 'Remboursée. Votre licence prend fin après le {day}.',
  sentenceEnded: 'Votre licence était valable jusqu’au {day}.',
  sentenceNever: 'Votre licence n’est plus valable.',
  open: 'Ouvrir {product}',
  earlier: 'Licences précédentes',
  lastEnded: 'Votre dernière licence était valable jusqu’au {day}. <receipts>Voir les reçus</receipts>',
  another: 'Acheter une autre licence',
  anotherSub: 'Besoin d’une licence distincte, avec sa propre clé et son propre abonnement ?',
  wrong: 'Besoin d’aide ?',
  write: 'Contactez-nous',
};

export const notice: Translation['notice'] = {
  due: '{told, select, true {Le renouvellement de {amount}, prévu le {day},} other {Le renouvellement prévu le {day}}} n’a pas encore été payé.',
  failed:
    '{told, select, true {Votre paiement de {amount} pour {product}} other {Votre paiement pour {product}}} a échoué.',
  works: '{product} reste utilisable jusqu’au {through} inclus.',
  worksCard:
    '{product} reste utilisable jusqu’au {through} inclus ; mettez votre moyen de paiement à jour d’ici là.',
  worksContact:
    '{product} reste utilisable jusqu’au {through} inclus. Contactez-nous pour régulariser le paiement.',
  stopped: '{product} a cessé de fonctionner après le {through}.',
  retry: 'Paddle fera une nouvelle tentative le {day}.',
  retryLate:
    'Paddle ne fera pas de nouvelle tentative avant le {day} : d’ici là, {product} risque de ne plus fonctionner.',
  pausing:
    'Votre abonnement va être mis en pause. {product} reste utilisable jusqu’au {through} inclus, puis s’arrête jusqu’à la reprise des paiements.',
  paused:
    'Votre abonnement est en pause. {product} reste utilisable jusqu’au {through} inclus. Vous pouvez le reprendre à tout moment.',
  pausedUnpaid:
    'Votre abonnement est en pause, car {told, select, true {votre paiement de {amount}} other {votre paiement}} a été refusé à plusieurs reprises.',
  resumeCard: 'Mettez votre moyen de paiement à jour, puis reprenez l’abonnement.',
  resumeContact: 'Contactez-nous pour le réactiver.',
  refunded:
    'Votre dernier paiement a été remboursé. {product} reste utilisable jusqu’au {through} inclus, puis votre licence prend fin.',
  oneOff:
    'Vous avez effectué un paiement unique : {product} fonctionne jusqu’au {through} inclus, sans renouvellement.',
  fixed: 'Votre licence {product} est valable jusqu’au {through} inclus et ne sera pas renouvelée.',
  lapsed:
    '{told, select, true {Le renouvellement de {amount}, prévu le {day},} other {Le renouvellement prévu le {day}}} n’a pas été payé : {product} a cessé de fonctionner après le {through}.',
  lapsedCard:
    'Mettez votre moyen de paiement à jour : votre clé fonctionnera de nouveau dès que le paiement aura été effectué.',
  lapsedContact: 'Contactez-nous pour régulariser le paiement : votre clé fonctionnera alors de nouveau.',
  pausedOut:
    'Votre abonnement est en pause ; votre licence était valable jusqu’au {through}. Reprenez-le dans « Gérer » et la même clé fonctionnera de nouveau, ou écrivez-nous à <mail></mail>. Une formule achetée ci-dessous serait facturée en plus.',
  refundedOut: 'Votre dernier paiement a été remboursé : votre licence a pris fin.',
  revoked:
    'Votre licence a été révoquée. Si vous pensez qu’il s’agit d’une erreur, écrivez-nous à <mail></mail>.',
  ending:
    'Votre abonnement est résilié. {product} reste utilisable jusqu’au {through} inclus, puis votre licence prend fin. Plus rien n’est débité.',
  trial: 'Votre période d’essai dure jusqu’au {through} inclus. Rien ne vous a encore été facturé.',
  second:
    'Vous payez {product} deux fois. La seconde licence est « {name} » et toutes deux sont renouvelées. Si vous ne vouliez en acheter qu’une, contactez-nous : nous mettrons fin à la seconde et vous la rembourserons.',
  wantBoth: 'Je veux les deux',
  bothWanted: 'Merci. Vos deux licences {product} continuent et nous ne vous poserons plus la question.',
  stillChargedSometime:
    'Votre licence {product} a été {why, select, refunded {remboursée} other {révoquée}}, mais l’abonnement n’est pas résilié. Paddle peut vous débiter de nouveau si vous ne le résiliez pas.',
  stillCharged:
    'Votre licence {product} a été {why, select, refunded {remboursée} other {révoquée}}, mais l’abonnement n’est pas résilié. Paddle vous débitera de nouveau le {day} si vous ne le résiliez pas.',
  showKey: 'Afficher la nouvelle clé',
  updateCard: 'Mettre à jour le moyen de paiement',
  cancelAtPaddle: 'Résilier chez Paddle',
};

export const line: Translation['line'] = {
  today: 'Aujourd’hui',
  renews: 'Renouvellement',
  firstPayment: 'Puis payante',
  sayPaid: 'Payée jusqu’au {day} inclus.',
  sayTrial: 'En période d’essai jusqu’au {day} inclus.',
  sayGranted: 'Offerte jusqu’au {day} inclus.',
  sayFirstPayment: 'Le premier paiement aura lieu le {day}.',
  sayOverdue: 'Le paiement est en retard. La licence reste valable jusqu’au {through} inclus.',
  sayEnds: 'La licence ne sera pas renouvelée.',
  sayPauses: 'La licence sera ensuite en pause.',
  sayToday: 'Nous sommes le {day}.',
};

export const key: Translation['key'] = {
  heading: 'Clé de licence',
  sameKey:
    '{product} utilise déjà cette clé ? C’est la même que dans l’ancien espace client : vous n’avez pas à la saisir à nouveau.',
  reveal: 'Afficher',
  hide: 'Masquer',
  copy: 'Copier',
  copyKey: 'Copier la clé',
  copied: 'Copiée',
  copiedSay: 'Clé copiée.',
  copyBlocked: 'Votre navigateur a bloqué la copie. La clé est sélectionnée : copiez-la avec Ctrl+C ou ⌘C.',
  copyBlockedHere: 'Votre navigateur a bloqué la copie. Copiez plutôt la clé depuis la page de la licence.',
  download: 'Télécharger en fichier texte',
  fileName: 'cle-de-licence-{product}.txt',
  private: 'Gardez cette clé secrète, comme un mot de passe.',
  hidden: 'masquée',
  none: 'Cette clé ne peut pas être affichée pour le moment, mais elle fonctionne toujours là où vous l’utilisez. Si vous en avez besoin, contactez-nous.',
  leaked: 'Quelqu’un d’autre a vu cette clé ?',
  replace: 'Remplacer la clé',
  replaceTitle: 'Remplacer cette clé',
  replaceNow: 'Votre licence reçoit immédiatement une nouvelle clé.',
  replaceWhen:
    'Quand {count, plural, one {l’ancienne clé doit-elle} other {les anciennes clés doivent-elles}} cesser de fonctionner ?',
  replaceLater: 'Le {end}',
  replaceLaterNote: '{product} reste utilisable entre-temps. Collez-y la nouvelle clé avant cette échéance.',
  replaceAtOnce: 'Immédiatement',
  replaceAtOnceNote:
    'Dès maintenant, {product} ne peut plus se servir {count, plural, one {de l’ancienne clé} other {des anciennes clés}} pour ses vérifications. Collez-y tout de suite la nouvelle pour continuer à l’utiliser.',
  replaceEarlier: 'La clé remplacée auparavant cesse de fonctionner le {end}, comme annoncé.',
  replaceStay: 'Conserver cette clé',
  replaceSubmit: 'Remplacer la clé',
  replaceCheck: 'Vérifier de nouveau',
  replaced:
    'Votre licence a une nouvelle clé. {count, plural, one {L’ancienne fonctionne} other {Les anciennes fonctionnent}} jusqu’au {end}. Collez la nouvelle dans {product} avant cette échéance.',
  replacedAtOnce:
    'Votre licence a une nouvelle clé. {count, plural, one {L’ancienne ne fonctionne plus} other {Les anciennes ne fonctionnent plus}}. Collez la nouvelle dans {product} dès maintenant.',
  replaceDone: 'Terminé',
  outdatedSeats: 'Cette clé a été émise pour {was}. Votre licence compte désormais {seats}.',
  outdatedMonthly: 'Cette clé a été émise pour la formule mensuelle. Vous payez désormais à l’année.',
  outdatedAnnual: 'Cette clé a été émise pour la formule annuelle. Vous payez désormais au mois.',
  outdatedEmail: 'Cette clé a été émise pour {email}, qui n’est plus votre adresse.',
  outdatedWorks:
    'Elle fonctionne toujours : vous n’avez rien à faire. Si {product} affiche encore les anciennes informations, obtenez une clé à jour et collez-la dans {product}. L’ancienne clé continue elle aussi de fonctionner.',
  update: 'Obtenir une clé à jour',
  updated: 'Votre clé contient désormais vos informations actuelles.',
  oldLasts:
    '{count, plural, one {L’ancienne continue elle aussi de fonctionner.} other {Les anciennes continuent elles aussi de fonctionner.}}',
  oldStops:
    '{lasting, select, true {{count, plural, one {La clé remplacée cesse} other {Les clés remplacées cessent}}} other {{count, plural, one {Votre ancienne clé cesse} other {Vos anciennes clés cessent}}}} de fonctionner le {end}. Collez la nouvelle dans {product} avant cette échéance.',
  oldStopApart:
    '{lasting, select, true {Les clés remplacées} other {Vos anciennes clés}} cessent de fonctionner l’une après l’autre : la prochaine le {end}, la dernière le {last}. Collez la nouvelle clé dans {product} avant ces échéances.',
  oldExchanged:
    '{count, plural, one {La clé que vous avez échangée contre une clé à jour continue de fonctionner.} other {Les clés que vous avez échangées contre des clés à jour continuent de fonctionner.}}',
};

export const use: Translation['use'] = {
  heading: 'Utiliser la clé dans {product}',
  goTo: 'Rendez-vous sur <address></address>',
  locate: 'Repérez la section <b>Clé de licence</b> et collez-y votre clé.',
  checked:
    'C’est tout : {product} vérifie ensuite votre clé automatiquement, une fois par période de facturation.',
  already: 'Déjà en service ? Alors vous n’avez rien à faire.',
  lastGood:
    '{product} a vérifié votre licence pour la dernière fois le {day} : elle était valable. La prochaine vérification est prévue le {next}.',
  lastEnded:
    '{product} a vérifié votre licence pour la dernière fois le {day}, alors qu’elle avait pris fin : {why}.',
  overdue:
    '{product} n’a pas vérifié votre licence depuis le {day}, alors qu’une vérification était prévue le {next}. Si {product} est verrouillé, collez-y de nouveau la clé.',
  overdueEnded:
    '{product} n’a pas vérifié votre licence depuis le {day}. Elle avait alors pris fin : {why}. Elle est de nouveau valable : collez encore une fois la clé dans {product}.',
  endedExpired: 'elle n’avait pas été renouvelée',
  endedPaused: 'l’abonnement était en pause',
  endedCancelled: 'l’abonnement avait été résilié',
  endedRefunded: 'le paiement avait été remboursé',
  endedRevoked: 'elle avait été révoquée',
};

export const manage: Translation['manage'] = {
  heading: 'Gérer',
  named: 'Gérer : {name}',
};
