/** Messages for the steps of a change: what is confirmed and why it costs that, and what is true afterwards. */
import type { Translation } from '#client/i18n/translation.ts';

export const changeSteps: Translation['changeSteps'] = {
  confirmSeats: 'Passer à {count, plural, one {# siège} other {# sièges}} ?',
  confirmPlan: 'Votre choix : {plan}',
  method: 'Moyen de paiement : {method}',
  methodOnFile: 'Paddle débite le moyen de paiement enregistré.',
  asked: 'Paddle effectue la modification',
  unknown: 'En attente de la réponse de Paddle',
  refused: 'Rien n’a changé',
  seatsDone: 'Vous avez désormais {count, plural, one {# siège} other {# sièges}}',
  planDone: 'Changement effectué : {plan}',
  cancelDone: 'Votre abonnement est résilié',
  pauseDone: 'Votre abonnement va être mis en pause',
  resumeDone: 'Votre abonnement a repris',
  undoPauseDone: 'Votre abonnement ne sera pas mis en pause',
  appliesNow: 'La modification s’applique dès aujourd’hui.',
  chargedToday: 'Paddle débite {amount} aujourd’hui.',
  nothingToday: 'Rien n’est débité aujourd’hui.',
  next: 'Votre prochain paiement : {amount} le {day}.',
  nextFree: 'Rien ne sera débité le {day}.',
  nextFreeOnce:
    'Rien ne sera débité le {day}. Le montant du premier paiement suivant n’est pas encore connu.',
  nothingMore: 'Plus rien n’est débité.',
  mail: 'Vous recevrez un e-mail de confirmation.',
  newKey:
    'Votre clé fonctionne toujours. Pour y inscrire les nouvelles informations, choisissez « {update} » sous la clé.',
  changeMind: 'Si vous changez d’avis d’ici là, choisissez « {keep} ».',
  changeMindBuy: 'Si vous changez d’avis, vous pouvez acheter une formule avec « {plans} ».',
  pausedAfter: 'Votre licence reste valable jusqu’au {day} inclus. Ensuite, votre clé ne fonctionne plus.',
  pauseEnds:
    'Rien n’est débité tant que vous ne reprenez pas l’abonnement. Vous pouvez annuler la pause avant qu’elle ne commence.',
  afterPayment: 'Possible après votre prochain paiement, le {day}',
};
