/** Taking everything away, and deleting everything. */
export const yourData = {
  en: {
    title: 'Your data',
    lead: 'Everything the portal keeps about you, as one JSON file: account, licences, receipts, sessions, what happened when. Licence keys are not in it; the pages of the products show them.',
    download: 'Download my data',
    downloaded: 'The file is in your downloads.',
    deletion: 'Delete the account',
    deletionLead: 'It cannot be undone.',
    delete: 'Delete my account',
    question: 'Delete your account?',
    ofSeats: '{product}, {count, plural, one {# seat} other {# seats}}',
    endsAndWorks:
      '{licence}: its subscription is cancelled at Paddle at once. The licence works until {day}.',
    endsNow:
      '{licence}: its subscription is cancelled at Paddle at once. The licence does not work any more.',
    works: '{licence}: nothing renews it. The licence works until {day}.',
    noLicence: 'You have no licence, and Paddle charges you for nothing.',
    keys: 'Copy the keys before: nobody can show them to you afterwards.',
    ifOneFails: 'If Paddle does not answer, your account is kept.',
    ifSomeFail:
      'They are cancelled one after the other. If Paddle fails at one, your account is kept; those before it stay cancelled.',
    receipts: 'Receipts, where there are any, are kept without your name, as tax law wants it.',
    gone: 'Name, address, sign-ins and tokens are deleted; every browser is signed out.',
    mail: 'An e-mail says that it is done.',
    type: 'Type {email} to go on',
    typeWrong: 'That is not the e-mail address of this account.',
    keep: 'Keep my account',
    submit: 'Delete for good',
    keptUnavailable:
      'Your account is kept: Paddle did not answer, so a subscription could not be cancelled. Delete it again in a few minutes.',
    keptBusy:
      'Your account is kept: Paddle is taking a payment of a subscription at this moment, so it could not be cancelled. Delete it again in an hour.',
    cancelledUntil: '{licence}: was cancelled at Paddle, and works until {day}.',
    cancelledOver: '{licence}: was cancelled at Paddle, and does not work any more.',
    keptOf: 'Your account is kept.',
    notKnown:
      'Whether your account is deleted is not known. Load the page again: who is still signed in has kept it.',
  },
  fr: {
    title: 'Vos données',
    lead: 'Tout ce que l’espace client garde sur vous, dans un fichier JSON : compte, licences, reçus, sessions, ce qui s’est passé et quand. Les clés de licence n’y sont pas ; les pages des produits les montrent.',
    download: 'Télécharger mes données',
    downloaded: 'Le fichier est dans vos téléchargements.',
    deletion: 'Supprimer le compte',
    deletionLead: 'C’est irréversible.',
    delete: 'Supprimer mon compte',
    question: 'Supprimer votre compte ?',
    ofSeats: '{product}, {count, plural, one {# place} other {# places}}',
    endsAndWorks:
      '{licence} : son abonnement est résilié aussitôt chez Paddle. La licence fonctionne jusqu’au {day}.',
    endsNow: '{licence} : son abonnement est résilié aussitôt chez Paddle. La licence ne fonctionne plus.',
    works: '{licence} : rien ne la renouvelle. La licence fonctionne jusqu’au {day}.',
    noLicence: 'Vous n’avez aucune licence, et Paddle ne vous facture rien.',
    keys: 'Copiez les clés avant : personne ne pourra plus vous les montrer.',
    ifOneFails: 'Si Paddle ne répond pas, votre compte est gardé.',
    ifSomeFail:
      'Ils sont résiliés l’un après l’autre. Si Paddle échoue pour l’un, votre compte est gardé ; les précédents restent résiliés.',
    receipts: 'Les reçus, s’il y en a, sont gardés sans votre nom, comme la loi fiscale le veut.',
    gone: 'Nom, adresse, connexions et jetons sont supprimés ; tous les navigateurs sont déconnectés.',
    mail: 'Un e-mail vous dit que c’est fait.',
    type: 'Tapez {email} pour continuer',
    typeWrong: 'Ce n’est pas l’adresse e-mail de ce compte.',
    keep: 'Garder mon compte',
    submit: 'Supprimer pour toujours',
    keptUnavailable:
      'Votre compte est gardé : Paddle n’a pas répondu, un abonnement n’a donc pas pu être résilié. Supprimez le compte à nouveau dans quelques minutes.',
    keptBusy:
      'Votre compte est gardé : Paddle encaisse en ce moment le paiement d’un abonnement, qui n’a donc pas pu être résilié. Supprimez le compte à nouveau dans une heure.',
    cancelledUntil: '{licence} : abonnement résilié chez Paddle, la licence fonctionne jusqu’au {day}.',
    cancelledOver: '{licence} : abonnement résilié chez Paddle, la licence ne fonctionne plus.',
    keptOf: 'Votre compte est gardé.',
    notKnown:
      'Il n’est pas certain que votre compte soit supprimé. Rechargez la page : si vous êtes encore connecté, il est gardé.',
  },
} as const;
