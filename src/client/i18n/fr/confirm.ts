/** Showing again who one is, before something sensitive. */
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
  submit: 'Confirmer',
  cancel: 'Pas maintenant',
};
