/** The words of our mails. Short, fact before advice; links stand on their own. */
import type { Locale } from '#shared/accounts/accounts.ts';
import { type AccountMailTemplate, accountMailTexts } from './account-mail-texts.ts';

const english = {
  /** Who sends, where the operator has named nobody. */
  portal: 'Customer portal',
  greeting: 'Hello {name},',
  greetingWithoutName: 'Hello,',
  actionInText: '{action}:',
  linkInstead: 'If the button does not work, open this address:',
  questions: 'Questions: {support}',
  'verify-email': {
    subject: 'Confirm your e-mail address',
    text: 'You registered with this address. Confirm that it is yours, and you can sign in.',
    action: 'Confirm this address',
    note: 'The link works for 24 hours. Did you not register? Then do nothing: without the link nobody can use your address.',
    reason: 'This mail was sent because somebody registered at {host} with this address.',
  },
  'reset-password': {
    subject: 'Choose a new password',
    text: 'A new password was asked for. Choose one with this link; every browser is signed out then.',
    action: 'Choose a new password',
    note: 'The link works once, for one hour. Did you not ask for it? Then do nothing: your password stays as it is.',
    reason: 'This mail was sent because a new password was asked for at {host}.',
  },
  'already-registered': {
    subject: 'You already have an account',
    text: 'Somebody tried to register with this address, which already has an account. Nothing has changed.',
    action: 'Sign in',
    note: 'Was it you, and the password is lost? Choose a new one here:',
    reason: 'This mail was sent because somebody tried to register at {host} with this address.',
  },
  'payment-failed': {
    subject: 'Your payment for {product} failed',
    text: '{told, select, true {The payment of {amount}} other {The payment}} for {product} did not go through. Paddle tries again on {retry}. Your licence works through {through} meanwhile.',
    action: 'Update the payment details',
    note: 'If the card is in order there is nothing to do but wait: some banks refuse a payment once and take it days later.',
    reason: 'This mail was sent because a payment for a licence bought at {host} failed.',
  },
  'payment-failed-last': {
    subject: 'Your payment for {product} failed for good',
    text: '{told, select, true {The payment of {amount}} other {The payment}} for {product} did not go through. It was the last attempt: Paddle does not try again by itself. Your licence works through {through}.',
    action: 'Update the payment details',
    note: 'Once the details are right and the payment is made, the licence goes on with the same key.',
    reason: 'This mail was sent because a payment for a licence bought at {host} failed.',
  },
  'second-licence': {
    subject: 'A customer pays twice for {product}',
    text: '{email} has two renewing licences of {product}, and did not say that two are wanted: {first} and, later, {second}. Both work.',
    action: 'Open the customer',
    note: 'Ask what was meant. If it was a mistake, refund one payment and cancel its subscription at Paddle; then resolve the flag.',
    reason: 'This mail was sent to whoever answers for {host}.',
  },
  'paid-after-deletion': {
    subject: 'A purchase came in for a deleted account',
    text: 'A pay link of account {account} was used after that account had been deleted: {purchase}. If it is a subscription, the portal cancels it at Paddle. The payment itself was taken.',
    action: 'Open the administration',
    note: 'Decide whether to refund it (payment:refund), then resolve the flag: flag:resolve {flag}',
    reason: 'This mail was sent to whoever answers for {host}.',
  },
  'unknown-account': {
    subject: 'A purchase names an unknown account',
    text: '{purchase} was paid for with a pay link of account {account}, and there is no such account. Nobody has its licence; nothing was cancelled. There may be more like it: this is sent once a day at most.',
    action: 'Open the administration',
    note: 'flag:list shows all of them. Look the buyer up at Paddle; then cancel and refund it there, or grant a licence. Resolve the flag when you are done: flag:resolve {flag}',
    reason: 'This mail was sent to whoever answers for {host}.',
  },
  ...accountMailTexts.en,
} as const;

export type MailTemplate =
  | AccountMailTemplate
  | 'verify-email'
  | 'reset-password'
  | 'already-registered'
  | 'payment-failed'
  | 'payment-failed-last'
  | 'second-licence'
  | 'paid-after-deletion'
  | 'unknown-account';

type Texts<T> = { readonly [K in keyof T]: T[K] extends string ? string : Texts<T[K]> };
export type MailTexts = Texts<typeof english>;

const french: MailTexts = {
  portal: 'Espace client',
  greeting: 'Bonjour {name},',
  greetingWithoutName: 'Bonjour,',
  actionInText: '{action} :',
  linkInstead: 'Si le bouton ne fonctionne pas, ouvrez cette adresse :',
  questions: 'Questions : {support}',
  'verify-email': {
    subject: 'Confirmez votre adresse e-mail',
    text: 'Cette adresse a servi à créer un compte. Confirmez qu’elle est la vôtre pour pouvoir vous connecter.',
    action: 'Confirmer cette adresse',
    note: 'Le lien fonctionne pendant 24 heures. Ce n’était pas vous ? Ne faites rien : sans ce lien, personne ne peut utiliser votre adresse.',
    reason: 'Ce message a été envoyé parce que quelqu’un s’est inscrit sur {host} avec cette adresse.',
  },
  'reset-password': {
    subject: 'Choisissez un nouveau mot de passe',
    text: 'Un nouveau mot de passe a été demandé. Choisissez-le avec ce lien ; tous les navigateurs seront alors déconnectés.',
    action: 'Choisir un nouveau mot de passe',
    note: 'Le lien fonctionne une seule fois, pendant une heure. Ce n’était pas vous ? Ne faites rien : votre mot de passe reste le même.',
    reason: 'Ce message a été envoyé parce qu’un nouveau mot de passe a été demandé sur {host}.',
  },
  'already-registered': {
    subject: 'Vous avez déjà un compte',
    text: 'Quelqu’un a essayé de s’inscrire avec cette adresse, qui a déjà un compte. Rien n’a changé.',
    action: 'Se connecter',
    note: 'C’était vous, et le mot de passe est perdu ? Choisissez-en un nouveau ici :',
    reason:
      'Ce message a été envoyé parce que quelqu’un a essayé de s’inscrire sur {host} avec cette adresse.',
  },
  'payment-failed': {
    subject: 'Votre paiement pour {product} a échoué',
    text: '{told, select, true {Le paiement de {amount}} other {Le paiement}} pour {product} a été refusé. Paddle fera un nouvel essai le {retry}. D’ici là, votre licence fonctionne jusqu’au {through} inclus.',
    action: 'Mettre à jour le paiement',
    note: 'Si la carte est en règle, il suffit d’attendre : certaines banques refusent un paiement une fois et l’acceptent quelques jours après.',
    reason: 'Ce message a été envoyé parce qu’un paiement pour une licence achetée sur {host} a échoué.',
  },
  'payment-failed-last': {
    subject: 'Dernier échec du paiement pour {product}',
    text: '{told, select, true {Le paiement de {amount}} other {Le paiement}} pour {product} a été refusé. C’était le dernier essai : Paddle n’en fera plus de lui-même. Votre licence fonctionne jusqu’au {through} inclus.',
    action: 'Mettre à jour le paiement',
    note: 'Dès que les données sont à jour et le paiement effectué, la licence continue avec la même clé.',
    reason: 'Ce message a été envoyé parce qu’un paiement pour une licence achetée sur {host} a échoué.',
  },
  'second-licence': {
    subject: 'Un client paie {product} deux fois',
    text: '{email} a deux licences {product} qui se renouvellent, sans avoir dit en vouloir deux : {first} et, plus tard, {second}. Les deux fonctionnent.',
    action: 'Ouvrir le client',
    note: 'Demandez ce qui était voulu. Si c’est une erreur, remboursez un paiement et annulez son abonnement chez Paddle ; fermez ensuite le signalement.',
    reason: 'Ce message a été envoyé à qui répond de {host}.',
  },
  'paid-after-deletion': {
    subject: 'Un achat est arrivé pour un compte supprimé',
    text: 'Un lien de paiement du compte {account} a été utilisé après la suppression de ce compte (achat {purchase}). S’il s’agit d’un abonnement, l’espace client le résilie chez Paddle. Le paiement, lui, a été encaissé.',
    action: 'Ouvrir l’administration',
    note: 'Décidez s’il faut rembourser ce paiement (payment:refund), puis fermez le signalement : flag:resolve {flag}',
    reason: 'Ce message a été envoyé à qui répond de {host}.',
  },
  'unknown-account': {
    subject: 'Un achat désigne un compte inconnu',
    text: 'L’achat {purchase} a été payé avec un lien de paiement du compte {account}, et ce compte n’existe pas ici. Personne n’a la licence, et rien n’a été résilié. Il peut y en avoir d’autres, car ce message est envoyé une fois par jour au plus.',
    action: 'Ouvrir l’administration',
    note: 'flag:list les affiche tous. Cherchez l’acheteur chez Paddle, puis résiliez l’abonnement et remboursez le paiement chez Paddle, ou accordez une licence. Fermez ensuite le signalement : flag:resolve {flag}',
    reason: 'Ce message a été envoyé à qui répond de {host}.',
  },
  ...accountMailTexts.fr,
};

export const mailTexts: Readonly<Record<Locale, MailTexts>> = { en: english, fr: french };
