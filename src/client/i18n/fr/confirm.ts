/** Showing again who one is, before something sensitive. */
import type { Translation } from '#client/i18n/translation.ts';

export const confirm: Translation['confirm'] = {
  title: 'Est-ce toujours vous ?',
  why: {
    signIn:
      'Ce que vous allez faire change la façon de se connecter à votre compte. Confirmez encore une fois que c’est vous ; cela vaut pour un moment.',
    email:
      'Ce que vous allez faire change l’adresse e-mail de votre compte. Confirmez encore une fois que c’est vous ; cela vaut pour un moment.',
    data: 'Le fichier contient tout ce qui est conservé sur vous. Confirmez encore une fois que c’est vous ; cela vaut pour un moment.',
    tokens:
      'Un jeton lit ce qui est à vous sans connexion. Confirmez encore une fois que c’est vous ; cela vaut pour un moment.',
    deletion:
      'Confirmez encore une fois que c’est vous. Aussitôt après, votre compte est supprimé, pour toujours.',
  },
  submit: 'Confirmer',
  cancel: 'Pas maintenant',
};
