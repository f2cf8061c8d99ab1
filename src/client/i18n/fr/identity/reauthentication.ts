/** Messages for reauthentication before a sensitive change. */
import type { Translation } from '#client/i18n/translation.ts';

export const confirm: Translation['confirm'] = {
  title: 'Confirmez votre identité',
  why: {
    signIn:
      'Vous allez modifier vos moyens de connexion. Cette confirmation ne vous sera pas redemandée pendant 15 minutes.',
    email:
      'Vous allez modifier l’adresse e-mail de votre compte. Cette confirmation ne vous sera pas redemandée pendant 15 minutes.',
    data: 'Vous allez télécharger ce que nous conservons à votre sujet. Cette confirmation ne vous sera pas redemandée pendant 15 minutes.',
    tokens:
      'Toute personne qui possède un jeton peut lire vos données sans se connecter. Cette confirmation ne vous sera pas redemandée pendant 15 minutes.',
    subscription:
      'Vous allez modifier ce que vous payez. Cette confirmation ne vous sera pas redemandée pendant 15 minutes.',
    key: 'Vous allez remplacer une clé de licence. Cette confirmation ne vous sera pas redemandée pendant 15 minutes.',
    administration:
      'Vous allez utiliser vos droits d’administration. Cette confirmation ne vous sera pas redemandée pendant 15 minutes.',
    deletion: 'Votre compte sera définitivement supprimé dès que vous aurez confirmé.',
  },
  byPasskey: 'Confirmer avec une clé d’accès',
  passkeyUnknown: 'Ce navigateur ne prend pas en charge les clés d’accès.',
  provider: {
    leadOne: 'Reconnectez-vous avec {provider}. Vous reviendrez ensuite sur cette page.',
    lead: 'Reconnectez-vous avec l’un de vos comptes associés. Vous reviendrez ensuite sur cette page.',
    orCode: 'Ou recevez un code par e-mail :',
    with: 'Confirmer avec {provider}',
  },
  password: 'Mot de passe',
  submit: 'Confirmer',
  cancel: 'Pas maintenant',
};

export const emailCode: Translation['emailCode'] = {
  lead: 'Nous vous enverrons un code à six chiffres à l’adresse {email}. Il est valable dix minutes.',
  send: 'Envoyer le code',
  again: 'Envoyer un nouveau code',
  label: 'Code reçu par e-mail',
  hint: 'Le code comporte six chiffres.',
};
