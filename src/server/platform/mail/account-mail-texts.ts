/** The words of the mails about an account and what signs in to it. */

const en = {
  'confirm-code': {
    subject: 'Your code',
    text: '{code} is the code that shows it is you. It works for ten minutes, in the browser that asked for it.',
    action: 'Open your settings',
    note: 'Did you not ask for it? Then somebody else is signed in to your account: end their session in your settings.',
    reason: 'This mail was sent because a code was asked for at {host}.',
  },
  'email-change': {
    subject: 'Confirm your new e-mail address',
    text: 'An account is to move to this address. Confirm it while you are signed in there, and it takes the place of the old one.',
    action: 'Confirm this address',
    note: 'The link works for 24 hours, and only for whoever is signed in to that account. Did you not ask for it? Then do nothing.',
    reason: 'This mail was sent because somebody at {host} wants to use this address.',
  },
  'address-taken': {
    subject: 'Your address has an account already',
    text: 'Somebody asked to move another account to this address, which has one already. Nothing has changed.',
    action: 'Sign in',
    note: 'Was it you? An address can have one account only: sign in to the one that it has.',
    reason: 'This mail was sent because somebody at {host} wants to use this address.',
  },
  'email-change-asked': {
    subject: 'Your e-mail address is to change',
    text: 'On {day} at {time} UTC another e-mail address was asked for your account. Until that one is confirmed nothing changes.',
    action: 'Open your settings',
    note: 'Was it not you? Cancel the change in your settings, then change your password: every other browser is signed out.',
    reason: 'This mail was sent because of a change to your account at {host}.',
  },
  'email-changed': {
    subject: 'Your e-mail address has changed',
    text: 'Since {day}, {time} UTC your account has another e-mail address. This one does not sign in any more; what you bought stays yours.',
    action: 'Open the portal',
    note: 'Was it not you? Write to us at once; our address stands below.',
    reason: 'This mail was sent because of a change to your account at {host}.',
  },
  'password-changed': {
    subject: 'Your password has changed',
    text: '{how, select, set {A password was set for your account on {day} at {time} UTC. It is one more way to sign in.} reset {A new password was chosen by the link in our mail on {day} at {time} UTC. Every browser is signed out.} other {The password of your account was changed on {day} at {time} UTC. Every other browser is signed out.}}',
    action: 'Choose a new password',
    note: 'Was it you? Then there is nothing to do. If it was not, choose a new password now.',
    reason: 'This mail was sent because of a change to your account at {host}.',
  },
  'new-sign-in': {
    subject: 'New sign-in to your account',
    text: 'On {day} at {time} UTC your account was signed in to from a browser not seen before{knowsDevice, select, true {: {device}} other {}}{knowsPlace, select, true {, network address {place}} other {}}.',
    action: 'See where you are signed in',
    note: 'Was it you? Then there is nothing to do. If it was not, end that session and change your password.',
    reason: 'This mail was sent because of a sign-in at {host}.',
  },
  'factor-added': {
    subject:
      '{factor, select, passkey {A passkey or security key was added} provider {A way to sign in was added} step {Your second step was turned on} other {An authenticator app was added}}',
    text: '{factor, select, passkey {A passkey or security key was added to your account on {day} at {time} UTC.} provider {Signing in with {provider} was added to your account on {day} at {time} UTC.} step {Since {day}, {time} UTC a passkey or security key is the second step of signing in to your account.} other {An authenticator app was added to your account on {day} at {time} UTC. Its code is the second step of signing in.}}',
    action: 'Open your settings',
    note: 'Was it not you? Undo it in your settings, then change the password if the account has one.',
    reason: 'This mail was sent because of a change to your account at {host}.',
  },
  'factor-removed': {
    subject:
      '{factor, select, passkey {A passkey or security key was removed} provider {A way to sign in was removed} step {Your second step was turned off} other {The authenticator app was removed}}',
    text: '{factor, select, passkey {A passkey or security key was removed from your account on {day} at {time} UTC.} provider {Signing in with {provider} was removed from your account on {day} at {time} UTC.} step {Since {day}, {time} UTC signing in to your account has no second step. The recovery codes do not work any more.} other {The authenticator app was removed from your account on {day} at {time} UTC.}}',
    action: 'Open your settings',
    note: 'Was it not you? Change the password if the account has one, then set it up again.',
    reason: 'This mail was sent because of a change to your account at {host}.',
  },
  'recovery-codes-renewed': {
    subject: 'New recovery codes were made',
    text: 'On {day} at {time} UTC new recovery codes were made for your account. The ones before do not work any more.',
    action: 'Open your settings',
    note: 'Was it not you? Change your password now, then make new codes.',
    reason: 'This mail was sent because of a change to your account at {host}.',
  },
  'account-deleted': {
    subject: 'Your account is deleted',
    text: 'Your account is gone, with all that was known about you{cancelled, select, 0 {} 1 {; your subscription was cancelled at Paddle first} other {; your subscriptions were cancelled at Paddle first}}. Amounts and dates of payments stay for the books, without your name.',
    action: 'Open the portal',
    note: 'This is our last mail to this address.',
    reason: 'This mail was sent because your account at {host} was deleted.',
  },
} as const;

export type AccountMailTemplate = keyof typeof en;

type Texts = { readonly [T in AccountMailTemplate]: { readonly [K in keyof (typeof en)[T]]: string } };

const fr: Texts = {
  'confirm-code': {
    subject: 'Votre code de confirmation',
    text: '{code} est le code qui montre que c’est bien vous. Il fonctionne pendant dix minutes, dans le navigateur qui l’a demandé.',
    action: 'Ouvrir vos paramètres',
    note: 'Vous ne l’avez pas demandé ? Quelqu’un d’autre est alors connecté à votre compte : mettez fin à sa session dans vos paramètres.',
    reason: 'Ce message a été envoyé parce qu’un code a été demandé sur {host}.',
  },
  'email-change': {
    subject: 'Confirmez votre nouvelle adresse e-mail',
    text: 'Un compte doit passer à cette adresse. Confirmez-la en étant connecté à ce compte : elle remplacera l’ancienne.',
    action: 'Confirmer cette adresse',
    note: 'Le lien fonctionne pendant 24 heures, et seulement pour qui est connecté à ce compte. Vous n’avez rien demandé ? Ne faites rien.',
    reason: 'Ce message a été envoyé parce que quelqu’un veut utiliser cette adresse sur {host}.',
  },
  'address-taken': {
    subject: 'Votre adresse a déjà un compte',
    text: 'Quelqu’un a demandé à faire passer un autre compte à cette adresse, qui en a déjà un. Rien n’a changé.',
    action: 'Se connecter',
    note: 'C’était vous ? Une adresse ne peut avoir qu’un compte : connectez-vous à celui qu’elle a.',
    reason: 'Ce message a été envoyé parce que quelqu’un veut utiliser cette adresse sur {host}.',
  },
  'email-change-asked': {
    subject: 'Votre adresse e-mail va changer',
    text: 'Le {day} à {time} UTC, une autre adresse e-mail a été demandée pour votre compte. Rien ne change tant qu’elle n’est pas confirmée.',
    action: 'Ouvrir vos paramètres',
    note: 'Ce n’était pas vous ? Annulez le changement dans vos paramètres, puis changez votre mot de passe : tous les autres navigateurs sont alors déconnectés.',
    reason: 'Ce message a été envoyé à cause d’un changement de votre compte sur {host}.',
  },
  'email-changed': {
    subject: 'Votre adresse e-mail a changé',
    text: 'Depuis le {day} à {time} UTC, votre compte a une autre adresse e-mail. Celle-ci ne permet plus de se connecter ; ce que vous avez acheté reste à vous.',
    action: 'Ouvrir l’espace client',
    note: 'Ce n’était pas vous ? Écrivez-nous tout de suite ; notre adresse figure plus bas.',
    reason: 'Ce message a été envoyé à cause d’un changement de votre compte sur {host}.',
  },
  'password-changed': {
    subject: 'Votre mot de passe a changé',
    text: '{how, select, set {Un mot de passe a été défini pour votre compte le {day} à {time} UTC. C’est une façon de plus de se connecter.} reset {Un nouveau mot de passe a été choisi par le lien de notre message le {day} à {time} UTC. Tous les navigateurs sont déconnectés.} other {Le mot de passe de votre compte a été changé le {day} à {time} UTC. Tous les autres navigateurs sont déconnectés.}}',
    action: 'Choisir un nouveau mot de passe',
    note: 'C’était vous ? Il n’y a rien à faire. Sinon, choisissez un nouveau mot de passe maintenant.',
    reason: 'Ce message a été envoyé à cause d’un changement de votre compte sur {host}.',
  },
  'new-sign-in': {
    subject: 'Nouvelle connexion à votre compte',
    text: 'Le {day} à {time} UTC, quelqu’un s’est connecté à votre compte avec un navigateur encore inconnu{knowsDevice, select, true { ({device})} other {}}{knowsPlace, select, true {, adresse réseau {place}} other {}}.',
    action: 'Voir où vous êtes connecté',
    note: 'C’était vous ? Il n’y a rien à faire. Sinon, mettez fin à cette session et changez votre mot de passe.',
    reason: 'Ce message a été envoyé à cause d’une connexion sur {host}.',
  },
  'factor-added': {
    subject:
      '{factor, select, passkey {Une clé d’accès ou de sécurité a été ajoutée} provider {Une façon de se connecter a été ajoutée} step {Votre seconde étape est active} other {Une application d’authentification a été ajoutée}}',
    text: '{factor, select, passkey {Une clé d’accès ou de sécurité a été ajoutée à votre compte le {day} à {time} UTC.} provider {La connexion avec {provider} a été ajoutée à votre compte le {day} à {time} UTC.} step {Depuis le {day} à {time} UTC, une clé d’accès ou de sécurité est la seconde étape pour se connecter à votre compte.} other {Une application d’authentification a été ajoutée à votre compte le {day} à {time} UTC. Son code est la seconde étape pour se connecter.}}',
    action: 'Ouvrir vos paramètres',
    note: 'Ce n’était pas vous ? Annulez ce changement dans vos paramètres, puis changez le mot de passe si le compte en a un.',
    reason: 'Ce message a été envoyé à cause d’un changement de votre compte sur {host}.',
  },
  'factor-removed': {
    subject:
      '{factor, select, passkey {Une clé d’accès ou de sécurité a été retirée} provider {Une façon de se connecter a été retirée} step {Votre seconde étape n’est plus active} other {L’application d’authentification a été retirée}}',
    text: '{factor, select, passkey {Une clé d’accès ou de sécurité a été retirée de votre compte le {day} à {time} UTC.} provider {La connexion avec {provider} a été retirée de votre compte le {day} à {time} UTC.} step {Depuis le {day} à {time} UTC, se connecter à votre compte n’a plus de seconde étape. Les codes de secours ne fonctionnent plus.} other {L’application d’authentification a été retirée de votre compte le {day} à {time} UTC.}}',
    action: 'Ouvrir vos paramètres',
    note: 'Ce n’était pas vous ? Changez le mot de passe si le compte en a un, puis rétablissez ce qui manque.',
    reason: 'Ce message a été envoyé à cause d’un changement de votre compte sur {host}.',
  },
  'recovery-codes-renewed': {
    subject: 'De nouveaux codes de secours ont été créés',
    text: 'Le {day} à {time} UTC, de nouveaux codes de secours ont été créés pour votre compte. Les précédents ne fonctionnent plus.',
    action: 'Ouvrir vos paramètres',
    note: 'Ce n’était pas vous ? Changez votre mot de passe maintenant, puis créez de nouveaux codes.',
    reason: 'Ce message a été envoyé à cause d’un changement de votre compte sur {host}.',
  },
  'account-deleted': {
    subject: 'Votre compte est supprimé',
    text: 'Votre compte n’existe plus, ni ce qui était connu de vous{cancelled, select, 0 {} 1 { ; votre abonnement a d’abord été résilié chez Paddle} other { ; vos abonnements ont d’abord été résiliés chez Paddle}}. Les montants et les dates des paiements restent pour la comptabilité, sans votre nom.',
    action: 'Ouvrir l’espace client',
    note: 'C’est notre dernier message à cette adresse.',
    reason: 'Ce message a été envoyé parce que votre compte sur {host} a été supprimé.',
  },
};

export const accountMailTexts = { en, fr };
