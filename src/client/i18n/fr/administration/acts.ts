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
  },
  client: {
    create: 'Créer un client OAuth',
    bind: 'Associer un client OAuth à un produit',
    rotateSecret: 'Donner un nouveau secret à un client OAuth',
    endSecret: 'Désactiver un secret d’un client OAuth',
    revokeTokens: 'Révoquer les jetons d’un client OAuth',
    disable: 'Désactiver un client OAuth',
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
