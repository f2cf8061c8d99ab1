/** Why a subscription can't be changed, or why a change failed, by error code. */
import type { Translation } from '#client/i18n/translation.ts';

export const changeErrors: Translation['changeErrors'] = {
  no_subscription: 'Cette licence n’est liée à aucun abonnement : il n’y a rien à modifier.',
  subscription_ended: 'Cet abonnement est résilié et ne peut plus être modifié.',
  licence_revoked: 'Cette licence a été révoquée. Pour toute question, contactez-nous.',
  licence_refunded:
    'Le dernier paiement a été remboursé. Les modifications seront de nouveau possibles après le prochain paiement.',
  change_while_trialing:
    'La formule et le nombre de sièges ne peuvent pas être modifiés avant le premier paiement.',
  change_while_past_due:
    'Un paiement est en retard. Mettez à jour votre moyen de paiement ; les modifications seront possibles une fois le paiement effectué.',
  change_while_paused: 'Cet abonnement est en pause. Reprenez-le d’abord.',
  change_while_pausing: 'Une pause est prévue pour cet abonnement. Annulez-la d’abord.',
  not_paused: 'Cet abonnement n’est pas en pause : il n’y a rien à reprendre.',
  pause_not_allowed: 'Les abonnements à cette formule ne peuvent pas être mis en pause.',
  change_in_progress:
    'Une autre modification de cet abonnement est en cours. Réessayez dans quelques minutes.',
  invoice_in_progress: 'Paddle traite un paiement pour cet abonnement. Réessayez dans quelques minutes.',
  same_seats: 'Vous avez déjà ce nombre de sièges.',
  same_plan: 'C’est déjà votre formule.',
  plan_without_seats: 'Cette formule ne comporte pas de sièges.',
  plan_needs_seats: 'Il n’est pas possible de passer d’une formule par siège à une formule sans sièges.',
  plan_of_other_product: 'Cette formule concerne un autre produit.',
  plan_not_sold: 'Cette formule n’est pas en vente actuellement.',
  plan_retired:
    'Votre formule n’est plus en vente : cet abonnement ne peut pas être poursuivi. Votre licence fonctionne jusqu’à son dernier jour. Ensuite, vous pourrez reprendre ici avec une autre formule et garder votre clé.',
  other_currency:
    'Cette formule n’a pas de prix dans votre devise, et la devise d’un abonnement ne peut pas être changée.',
  interval_refused: 'Paddle ne permet pas de passer à cette périodicité.',
  amount_too_low: 'Le montant est trop faible pour être débité par Paddle.',
  card_declined:
    'Le paiement a échoué, et rien n’a été modifié. Mettez à jour votre moyen de paiement, puis réessayez.',
  amount_changed:
    'Le montant à payer aujourd’hui a changé. Rien n’a été débité. Vérifiez le nouveau montant, puis confirmez à nouveau.',
  keep_not_ended: 'Cet abonnement n’est pas résilié : il n’y a rien à reprendre.',
  keep_after_trial:
    'Une période d’essai résiliée ne peut pas être poursuivie. Vous pouvez en revanche acheter la formule.',
  keep_link_expired:
    'Le lien pour conserver votre licence n’a pas été utilisé à temps. Rien n’a été débité ; vous pouvez recommencer.',
  dispute_open:
    'L’un des paiements de cette licence est contesté. Elle ne peut pas être conservée tant que la contestation n’est pas réglée. Pour toute question, contactez-nous.',
  change_refused:
    'Paddle a refusé cette modification. Rien n’a été débité. Si le problème persiste, contactez-nous.',
  change_not_made:
    'Paddle n’a pas effectué cette modification, et rien n’a été débité. Vous pouvez réessayer.',
  quantity_not_typed:
    'C’est plus de dix fois le nombre de sièges actuel. Saisissez-le à nouveau pour confirmer.',
};
