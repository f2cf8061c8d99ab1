/** Messages for what administrators change about a customer's account and e-mails. */
import type { Translation } from '#client/i18n/translation.ts';

export const accountActs: Translation['accountActs'] = {
  title: 'Modifier le compte',
  adminOnly: 'Ce compte est celui d’un administrateur. Seuls les autres administrateurs peuvent le modifier.',
  resendVerification: {
    submit: 'Renvoyer le lien de confirmation',
    title: 'Renvoyer le lien de confirmation à {name} ?',
    will: '{email} reçoit un e-mail avec un nouveau lien, dans la langue du client. Les liens précédents restent valables 24 heures.',
    done: 'L’e-mail est en route vers {email}.',
  },
  correctEmail: {
    submit: 'Corriger l’adresse e-mail',
    title: 'Corriger l’adresse e-mail de {name}',
    now: 'Le compte prend aussitôt la nouvelle adresse. Le client doit la confirmer avant d’utiliser à nouveau son compte ; l’e-mail avec le lien part immédiatement.',
    old: '{email} en est informée et peut annuler la correction pendant 24 heures. Le compte reprend alors cette adresse, et toutes les sessions sont fermées.',
    held: 'Pendant ces 24 heures, personne ne peut choisir un nouveau mot de passe par e-mail ni faire désactiver la double authentification. Les licences et les abonnements ne changent pas.',
    field: 'Bonne adresse e-mail',
    wrong: 'Saisissez une adresse e-mail valide.',
    same: 'C’est déjà l’adresse du compte.',
    done: 'L’adresse est désormais {email} ; elle n’est pas encore confirmée.',
  },
  disableTwoStep: {
    submit: 'Désactiver la double authentification',
    title: 'Désactiver la double authentification de {name} ?',
    will: 'Ne le faites que si le client a prouvé son identité. L’application d’authentification et les codes de récupération ne fonctionnent plus, toutes les sessions sont fermées, et plus aucun appareil n’est considéré comme fiable. Les clés d’accès restent. {email} en est informée par e-mail.',
    done: 'La double authentification est désactivée, et le client en a été informé.',
  },
  erase: {
    submit: 'Effacer le client',
    title: 'Effacer définitivement {name} ?',
    now: 'Les abonnements sont d’abord résiliés chez Paddle. Si Paddle ne répond pas, rien n’est effacé.',
    goes: 'Effacés : le compte avec le nom, l’adresse, l’entreprise, les moyens de connexion, les sessions, les jetons d’API, le journal de sécurité et les notes, ainsi que ce que le journal des événements et le journal d’audit disent de la personne.',
    stays:
      'Conservés : les reçus sans la personne, qui a fait quoi et quand, et les licences : elles fonctionnent jusqu’à leur fin, mais plus personne ne peut afficher leurs clés.',
    told: 'Le client en est informé par e-mail. Cette opération est irréversible.',
    field: 'Saisissez {email} ou le numéro {id}',
    wrong: 'Ce n’est ni l’adresse e-mail ni le numéro du compte.',
    done: 'Le client est effacé.',
  },
  resendMail: {
    submit: 'Renvoyer',
    of: 'Renvoyer « {template} » du {at}',
    column: 'Renvoi',
    title: 'Renvoyer cet e-mail ?',
    will: 'L’e-mail « {template} » est rédigé à nouveau d’après la situation actuelle, dans la langue du client, avec de nouveaux liens. S’il n’est plus vrai à ce moment-là, il n’est pas envoyé.',
    done: 'L’e-mail est en route. La liste indique ce qu’il devient.',
  },
};

/** Messages for what an administrator has to decide about a customer. */
export const decisions: Translation['decisions'] = {
  title: 'À décider',
  purchase: 'Un achat attend son propriétaire',
  purchaseText: 'Il a été fait avec l’adresse e-mail de ce client, qui ne l’a pas confirmée : {stream}.',
  assign: 'Attribuer au client',
  assignTitle: 'Attribuer l’achat à {name} ?',
  willAssign:
    '{stream} et sa licence appartiennent désormais à ce compte, même si quelqu’un confirme plus tard l’adresse de l’achat. Cette décision ne peut pas être annulée ici.',
  assigned: 'L’achat appartient à {name}.',
  raised: '{day}, {about}',
  licence: 'licence {id}',
  order: 'commande {id}',
  settle: 'Marquer comme réglé',
  settleTitle: 'Régler « {kind} » ?',
  willSettle:
    'Le signalement est marqué comme examiné et disparaît de cette liste. Rien d’autre ne change : ni licence, ni paiement.',
  settled: 'Le signalement est réglé.',
  decide: 'Décider',
  wanted: 'Le client a indiqué le {day} qu’il veut les deux licences.',
  doubleTitle: 'Décider des deux paiements',
  willDecide: 'Un remboursement est une décision à part, à prendre sur le reçu.',
  choice: 'Que faut-il faire ?',
  keepBoth: 'Garder les deux',
  keepBothText: 'Rien n’est résilié, et les deux abonnements continuent. Le signalement est réglé.',
  cancelFirst: 'Résilier le premier abonnement',
  cancelSecond: 'Résilier le second abonnement',
  cancels:
    'Licence {id} : son abonnement est résilié chez Paddle, et la licence fonctionne jusqu’à la fin de la période payée.',
  notPossible: 'Impossible : plus aucun abonnement ne paie cette licence.',
  done: 'La décision est prise, et le signalement est réglé.',
  pending:
    'Paddle n’a pas encore confirmé la résiliation. Le signalement reste ici en attendant ; vous pourrez alors décider à nouveau.',
  kinds: {
    dispute: 'Paiement contesté',
    high_risk: 'Paiement à haut risque',
    partial_refund: 'Remboursement partiel',
    missing_at_paddle: 'Absent chez Paddle',
    second_licence: 'Deux paiements pour un produit',
    paid_after_deletion: 'Paiement pour un compte supprimé',
    unknown_account: 'Paiement pour un compte inconnu',
    invoice_paid: 'Facture payée',
    charge_moved: 'Échéance déplacée sans paiement',
    resumed_unpaid: 'Reprise sans paiement',
    keep_refused: 'Licence non prolongée',
    paid_while_revoked: 'Paiement d’une licence révoquée',
  },
  explained: {
    dispute: 'L’acheteur a contesté un paiement auprès de sa banque. Répondez-y chez Paddle.',
    high_risk: 'Paddle soupçonne une fraude. Consultez la commande chez Paddle.',
    partial_refund:
      'Une partie a été remboursée chez Paddle. La licence fonctionne toujours ; décidez si c’est justifié.',
    missing_at_paddle:
      'Paddle ne connaît plus cet abonnement, mais l’espace client le connaît. Comparez avec Paddle.',
    second_licence: 'Le client paie deux fois pour un produit, peut-être par erreur.',
    paid_after_deletion: 'Quelqu’un a payé pour un compte déjà supprimé. Envisagez un remboursement.',
    unknown_account: 'Quelqu’un a payé pour un compte qui n’a jamais existé ici.',
    invoice_paid: 'Une facture a été payée en dehors d’un abonnement. Accordez ce qui a été acheté.',
    charge_moved: 'La prochaine échéance est reculée d’une période, sans paiement. Consultez Paddle.',
    resumed_unpaid:
      'Une pause est terminée et l’échéance est reculée, mais rien n’a été payé. Consultez Paddle.',
    keep_refused:
      'Le client a payé pour prolonger une licence, mais elle n’est pas passée au nouvel abonnement.',
    paid_while_revoked:
      'La licence reste révoquée. Rétablissez-la, ou remboursez le paiement et résiliez l’abonnement.',
  },
};
