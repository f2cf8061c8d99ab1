/** The names of what administrators do. The keys are those of the table of acts. */
import type { Translation } from '#client/i18n/translation.ts';

export const acts: Translation['acts'] = {
  customer: {
    resendVerification: 'Renvoyer le lien de confirmation',
    resendMail: 'Renvoyer un e-mail',
    sync: 'Comparer avec Paddle',
    signOut: 'Fermer toutes les sessions',
    block: 'Bloquer un compte',
    unblock: 'Débloquer un compte',
    viewAs: 'Consulter les pages d’un client',
    readSecurityLog: 'Lire un journal de sécurité',
    addNote: 'Ajouter une note',
    deleteNote: 'Supprimer une note',
    correctEmail: 'Corriger une adresse e-mail',
    disableTwoStep: 'Désactiver la double authentification',
    erase: 'Effacer un client',
  },
  subscription: {
    cancel: 'Résilier un abonnement',
    changeSeats: 'Changer le nombre de sièges',
    changePlan: 'Changer de formule',
  },
  licence: {
    revoke: 'Révoquer une licence',
    reinstate: 'Rétablir une licence',
    reissue: 'Remplacer une clé de licence',
    grant: 'Offrir une licence',
    extend: 'Prolonger une licence',
    revealKey: 'Afficher une clé de licence',
  },
  receipt: { refund: 'Rembourser un reçu' },
  claim: { settle: 'Attribuer un achat' },
  flag: { settle: 'Traiter un signalement' },
  payments: { settleDouble: 'Traiter un double paiement' },
  administrators: {
    make: 'Nommer un administrateur',
    changeRole: 'Changer un rôle',
    unmake: 'Retirer un rôle',
  },
  plan: {
    add: 'Ajouter une formule',
    edit: 'Modifier une formule',
    retire: 'Retirer une formule de la vente',
    restore: 'Remettre une formule en vente',
    arrange: 'Changer l’ordre des formules',
  },
  client: {
    create: 'Créer un client OAuth',
    bind: 'Associer un client OAuth à un produit',
    rotateSecret: 'Donner un nouveau secret à un client OAuth',
    endSecret: 'Désactiver un secret d’un client OAuth',
    revokeTokens: 'Révoquer les jetons d’un client OAuth',
    disable: 'Désactiver un client OAuth',
    enable: 'Réactiver un client OAuth',
  },
  inbox: {
    replay: 'Traiter une alerte à nouveau',
    unfoldPayload: 'Afficher les données personnelles d’une alerte',
  },
  mail: { liftSuppression: 'Autoriser de nouveau les e-mails à une adresse' },
  customers: { export: 'Exporter les clients' },
  mails: { export: 'Exporter les e-mails' },
  audit: { export: 'Exporter le journal d’audit' },
};

export const actErrors: Translation['actErrors'] = {
  licence_revoked: 'Cette licence est révoquée. Rétablissez-la d’abord.',
  change_while_past_due: 'Un paiement est en retard. Le client doit le régler avant toute modification.',
  change_while_paused: 'L’abonnement est en pause. Le client doit d’abord le reprendre.',
  change_while_pausing: 'L’abonnement va être mis en pause. Le client doit d’abord annuler la pause.',
  same_seats: 'La licence a déjà ce nombre de sièges.',
  same_plan: 'L’abonnement a déjà cette formule.',
  other_currency: 'Cette formule n’a pas de prix dans la devise de l’abonnement, qui ne peut pas changer.',
  card_declined:
    'Le paiement a été refusé et rien n’a changé. Le client doit mettre à jour son moyen de paiement.',
  dispute_open: 'L’un des paiements de cette licence est contesté. Attendez que la contestation soit réglée.',
  key_dispute_open:
    'L’un des paiements de cette licence est contesté. Sa clé ne peut pas être remplacée tant que la contestation n’est pas réglée.',
  key_replaced: 'La clé a été remplacée entre-temps. Fermez cette fenêtre et vérifiez la licence.',
  key_unreadable:
    'La clé ne peut pas être déchiffrée. Elle fonctionne toujours chez le client ; vérifiez APP_KEY et le journal.',
  change_refused: 'Paddle a refusé cette modification. Rien n’a été débité.',
  changed_meanwhile:
    'Quelqu’un d’autre a été plus rapide, et rien n’a été fait. Revenez en arrière pour voir ce qui a changé.',
  quantity_not_typed:
    'C’est plus de dix fois le nombre de sièges actuel. Saisissez-le de nouveau pour confirmer.',
  own_account:
    'Un administrateur ne peut pas faire cela sur son propre compte. Demandez à un autre administrateur.',
  administrators_account:
    'Ce compte est celui d’un administrateur. Seuls les autres administrateurs peuvent faire cela.',
  customer_not_confirmed: 'Ce client n’a pas encore confirmé son adresse e-mail.',
  two_secrets:
    'Ce client OAuth a déjà deux secrets valables. Choisissez de désactiver le plus ancien, ou attendez qu’il expire.',
  last_secret: 'C’est le seul secret de ce client OAuth. Créez-en un nouveau, ou désactivez le client OAuth.',
  last_administrator: 'C’est le dernier administrateur. Donnez d’abord ce rôle à un autre client.',
  plan_known: 'Une formule a déjà ce numéro chez Paddle. Modifiez plutôt celle-ci.',
  plan_in_use:
    'Cette formule a déjà été achetée : son produit et son numéro chez Paddle ne peuvent plus changer. Ajoutez plutôt une autre formule.',
  day_over: 'Ce jour est passé. Choisissez une date ultérieure.',
  not_an_extension: 'La licence fonctionne déjà jusqu’à cette date. Choisissez une date ultérieure.',
  refund_open: 'Un autre remboursement de ce paiement est en cours. Attendez que Paddle le confirme.',
  refund_too_high: 'Ce montant dépasse ce qui reste du paiement. Choisissez un montant plus bas.',
  nothing_to_refund: 'Ce paiement a déjà été entièrement remboursé.',
  refund_refused:
    'Paddle a refusé ce remboursement, et rien n’a été remboursé. Consultez la commande chez Paddle.',
  refund_not_made:
    'Paddle n’a pas effectué ce remboursement. Consultez la commande chez Paddle avant de réessayer.',
  email_in_use: 'Un autre compte utilise cette adresse e-mail. Recherchez-le avant de décider.',
  mail_waiting: 'Cet e-mail attend encore d’être envoyé.',
  mail_once: 'Cet e-mail ne peut pas être renvoyé. Le client peut demander un nouveau lien ou code.',
  mail_outdated: 'Cet e-mail ne peut pas être renvoyé : il date de plus de trois jours.',
  mail_refused:
    'Un serveur de messagerie a refusé l’adresse e-mail de ce client : rien n’a été envoyé. Si elle est correcte, ouvrez E-mails › Adresses qui refusent et autorisez de nouveau les e-mails à cette adresse, puis renvoyez celui-ci. Sinon, corrigez l’adresse.',
  mail_turned_off: 'Le client a désactivé les e-mails de ce type.',
};
