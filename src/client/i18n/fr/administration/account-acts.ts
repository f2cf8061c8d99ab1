/** Messages for what administrators change about a customer's account and e-mails. */
import type { Translation } from '#client/i18n/translation.ts';

export const accountActs: Translation['accountActs'] = {
  title: 'Modifier le compte',
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
    'L’achat {stream} appartient désormais à ce compte, même si quelqu’un confirme plus tard l’adresse e-mail de l’achat. Cette décision ne peut pas être annulée ici.',
  getsLicence: 'Le client reçoit la licence {id}.',
  getsNoLicence: 'L’achat n’a pas encore de licence. Le client la recevra dès qu’il y en aura une.',
  assigned: 'L’achat appartient à {name}.',
  raised: '{day}, {about}',
  licence: 'licence {id}',
  order: 'commande {id}',
  decide: 'Décider',
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
};

export const flags: Translation['flags'] = {
  wanted: 'Le client a indiqué le {day} qu’il veut les deux licences.',
  settle: 'Marquer comme réglé',
  settleTitle: 'Régler « {kind} » ?',
  willSettle:
    'Le point est marqué comme réglé et disparaît de la liste. Rien d’autre ne change : un remboursement, une résiliation ou une révocation se fait séparément.',
  settled: 'Le point est réglé.',
  kinds: {
    dispute: {
      name: 'Paiement contesté',
      why: 'L’acheteur a contesté un paiement auprès de sa banque. C’est Paddle qui tranche le litige.',
      effect: 'Régler le point ne change rien ; révoquez la licence si elle doit prendre fin.',
    },
    high_risk: {
      name: 'Fraude présumée',
      why: 'Paddle soupçonne une fraude et décide du paiement.',
      effect: 'Régler le point ne change rien ; la licence fonctionne tant que vous ne la révoquez pas.',
    },
    partial_refund: {
      name: 'Remboursement partiel',
      why: 'Paddle a remboursé une partie du paiement. La licence est restée telle quelle.',
      effect: 'Régler le point la laisse ainsi ; modifiez les sièges ou la fin si nécessaire.',
    },
    missing_at_paddle: {
      name: 'Inconnu de Paddle',
      why: 'Paddle ne connaît plus cet abonnement. La licence est restée telle quelle.',
      effect: 'Régler le point la laisse ainsi ; révoquez-la si rien n’est payé pour elle.',
    },
    second_licence: {
      name: 'Deux paiements pour un produit',
      why: 'Le client paie deux fois pour un produit, peut-être par erreur.',
      effect:
        'Conservez les deux, ou résiliez le premier ou le second abonnement. Un remboursement se fait séparément.',
    },
    paid_after_deletion: {
      name: 'Paiement pour un compte supprimé',
      why: 'Quelqu’un a payé pour un compte déjà supprimé. L’espace client résilie l’abonnement.',
      effect: 'Remboursez le paiement chez Paddle, puis réglez le point.',
    },
    unknown_account: {
      name: 'Paiement pour un compte inconnu',
      why: 'Quelqu’un a payé pour un compte qui n’a jamais existé ici.',
      effect: 'Attribuez l’achat à un client ou remboursez-le, puis réglez le point.',
    },
    invoice_paid: {
      name: 'Facture payée',
      why: 'Une facture a été payée en dehors d’un abonnement.',
      effect: 'Offrez la licence qui correspond à la facture, puis réglez le point.',
    },
    charge_moved: {
      name: 'Échéance déplacée sans paiement',
      why: 'La prochaine échéance est reculée d’une période, sans paiement. Les jours intermédiaires sont gratuits.',
      effect: 'Régler le point les accepte ; sinon, remettez la date chez Paddle.',
    },
    resumed_unpaid: {
      name: 'Reprise sans paiement',
      why: 'Une pause est terminée et l’échéance est reculée, mais rien n’a été payé. La licence n’a pas été prolongée.',
      effect: 'Consultez Paddle, prolongez la licence ou résiliez, puis réglez le point.',
    },
    keep_refused: {
      name: 'Licence non prolongée',
      why: 'Le client a payé pour prolonger une licence, mais elle n’est pas passée au nouvel abonnement.',
      effect: 'Résiliez ou remboursez le nouvel achat, ou laissez-le, puis réglez le point.',
    },
    charged_after_deletion: {
      name: 'Paddle débite encore un compte supprimé',
      why: 'Le compte avait été supprimé dans l’ancien espace client, mais son abonnement continue. Personne ne peut le voir ni le résilier.',
      effect:
        'Résiliez l’abonnement chez Paddle ou attribuez-le à un client, puis réglez le point. Rien n’est résilié automatiquement.',
    },
    paid_while_revoked: {
      name: 'Paiement d’une licence révoquée',
      why: 'La licence reste révoquée, bien qu’elle ait été payée.',
      effect:
        'Résiliez l’abonnement et remboursez le paiement, ou rétablissez la licence, puis réglez le point.',
    },
  },
};
