/** What administrators read about a customer in other words than the customer. */
import type { Translation } from '#client/i18n/translation.ts';

export const theirChanges: Translation['theirChanges'] = {
  today: 'Débité aujourd’hui',
  carriedOver:
    'Le montant d’aujourd’hui est trop faible pour être débité : il s’ajoute au prochain paiement.',
  credited: 'Ce que le client a déjà payé est déduit des prochains paiements.',
  creditedOnce:
    'Ce que le client a déjà payé est déduit du paiement du {day}. Ensuite, il paie le prix normal.',
  creditedUntil:
    'Ce que le client a déjà payé couvre les prochains paiements. Il paiera de nouveau le {day} : environ {amount}.',
  seatsReason:
    'Le montant d’aujourd’hui correspond à {seats, plural, one {# siège supplémentaire} many {# sièges supplémentaires} other {# sièges supplémentaires}} pour {days, plural, one {le jour restant} many {les # jours restants} other {les # jours restants}} avant le prochain paiement.',
  creditLapses:
    'Le client dispose d’un avoir issu d’une modification précédente, qui couvre les prochains paiements. Une fois l’abonnement résilié, il n’y a plus de paiement qu’il puisse couvrir, et l’espace client ne le rembourse pas.',
  reductionLapses:
    'Un avoir ou une remise réduit les prochains paiements. Une fois l’abonnement résilié, il n’y a plus de paiement à réduire, et l’espace client ne rembourse pas cette somme.',
  newPeriodDeducted:
    'Une nouvelle période de facturation commence aujourd’hui. Le reste de la période en cours est déduit du montant d’aujourd’hui.',
  staysValid: 'La licence reste valable jusqu’au {day}, même si l’abonnement est résilié d’ici là.',
  couponEnds:
    'La remise récurrente prend fin avec cette modification. Le prochain paiement indiqué n’en tient plus compte.',
  worksThrough: 'La licence reste valable jusqu’au {day} inclus. Plus rien n’est débité.',
  keyStays: 'La clé de licence reste la même.',
  keyWorks:
    'La clé de licence continue de fonctionner. Le client pourra aussi obtenir une clé avec les nouvelles informations.',
  unknown:
    'Paddle n’a pas encore répondu. L’espace client vérifie si la modification a été effectuée, ce qui peut prendre dix minutes. Rien n’est débité deux fois et vous pouvez fermer cette fenêtre.',
  arriving: 'Paddle a effectué la modification. Elle apparaîtra sur la licence dans un instant.',
  done: 'Paddle a effectué la modification, et la licence en tient compte. Le client reçoit un e-mail.',
  planTitle: 'Quelle formule pour cet abonnement ?',
};

export const theirHistory: Translation['theirHistory'] = {
  bought: 'Le client a acheté cette licence ({plan}) pour {amount}.',
  boughtUnpaid: 'Le client a acheté cette licence ({plan}).',
  trial: 'Le client a commencé un essai ({plan}), gratuit jusqu’au {day} inclus.',
  granted: 'La licence ({plan}) a été offerte, valable jusqu’au {day}.',
  assigned: 'La licence a été ajoutée au compte du client.',
  first_payment: 'Le client a effectué le premier paiement ({amount}). Valable jusqu’au {day}.',
  paid: 'Le client a payé {amount}.',
  seatsByYou: 'Le client a changé le nombre de sièges : de {from} à {to}.',
  seatsByUs: 'Un administrateur a changé le nombre de sièges : de {from} à {to}.',
  planByYou: 'Le client a changé de formule : {to} au lieu de {from}.',
  planByUs: 'Un administrateur a changé la formule : {to} au lieu de {from}.',
  charged: 'Le client a payé {amount}.',
  cancelledByYou: 'Le client a résilié l’abonnement. Licence valable jusqu’au {day}.',
  cancelledByUs: 'Un administrateur a résilié l’abonnement. Licence valable jusqu’au {day}.',
  kept: 'Le client a conservé la licence : l’abonnement continue.',
  came_back: 'Le client a repris l’abonnement, avec la même clé.',
  pausePlannedByYou: 'Le client a demandé une pause à partir du {day}.',
  keyByYou: 'Le client a remplacé la clé, en fixant la fin de l’ancienne au {end}.',
  keyByYouAtOnce: 'Le client a remplacé la clé. L’ancienne a immédiatement cessé de fonctionner.',
  key_updated: 'Le client a obtenu une clé à jour. L’ancienne est restée valable.',
  keyByUs: 'Un administrateur a remplacé la clé, en fixant la fin de l’ancienne au {end}.',
  keyByUsAtOnce: 'Un administrateur a remplacé la clé. L’ancienne a immédiatement cessé de fonctionner.',
  extended: 'Un administrateur a prolongé la licence jusqu’au {day}.',
  revoked: 'Un administrateur a révoqué la licence.',
  reinstated: 'Un administrateur a rétabli la licence.',
  nextCharge: 'L’avoir du client est épuisé : il paie environ {amount}.',
};

export const theirSecurityLog: Translation['theirSecurityLog'] = {
  viewed_by_administrator: 'Pages du client consultées par un administrateur, sans les clés de licence',
};
