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
    subscriptions:
      'Every running subscription is cancelled at Paddle at once. If Paddle cannot be reached, nothing is deleted.',
    licences:
      'Your licences work until their paid day. Copy their keys before: nobody can show them to you afterwards.',
    receipts: 'Receipts are kept without your name, as tax law wants it.',
    gone: 'Name, address, sign-ins and tokens are deleted; every browser is signed out.',
    mail: 'An e-mail says that it is done.',
    type: 'Type {email} to go on',
    typeWrong: 'That is not the e-mail address of this account.',
    keep: 'Keep my account',
    submit: 'Delete for good',
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
    subscriptions:
      'Chaque abonnement en cours est annulé aussitôt chez Paddle. Si Paddle ne répond pas, rien n’est supprimé.',
    licences:
      'Vos licences fonctionnent jusqu’à leur dernier jour payé. Copiez leurs clés avant : personne ne pourra plus vous les montrer.',
    receipts: 'Les reçus sont gardés sans votre nom, comme la loi fiscale le veut.',
    gone: 'Nom, adresse, connexions et jetons sont supprimés ; tous les navigateurs sont déconnectés.',
    mail: 'Un e-mail vous dit que c’est fait.',
    type: 'Tapez {email} pour continuer',
    typeWrong: 'Ce n’est pas l’adresse e-mail de ce compte.',
    keep: 'Garder mon compte',
    submit: 'Supprimer pour toujours',
  },
} as const;
