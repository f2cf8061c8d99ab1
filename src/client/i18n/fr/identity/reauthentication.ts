/** Confirming one’s identity before a sensitive change. */
import type { Translation } from '#client/i18n/translation.ts';

export const confirm: Translation['confirm'] = {
  title: 'Confirmez votre identité',
  why: {
    signIn:
      'Vous allez modifier votre façon de vous connecter. Nous ne le redemanderons pas pendant 15 minutes.',
    email:
      'Vous allez modifier l’adresse e-mail de votre compte. Nous ne le redemanderons pas pendant 15 minutes.',
    data: 'Le fichier contient tout ce que nous conservons à votre sujet. Nous ne le redemanderons pas pendant 15 minutes.',
    tokens:
      'Un jeton donne accès à vos données sans connexion. Nous ne le redemanderons pas pendant 15 minutes.',
    deletion: 'Dès votre confirmation, votre compte sera supprimé définitivement.',
  },
  password: 'Mot de passe',
  submit: 'Confirmer',
  cancel: 'Pas maintenant',
};

export const emailCode: Translation['emailCode'] = {
  lead: 'Nous allons envoyer un code à six chiffres à {email}. Il est valable dix minutes.',
  send: 'Envoyer le code',
  again: 'Envoyer un autre code',
  label: 'Code reçu par e-mail',
  hint: 'Six chiffres.',
};
