/** Messages for the page that stops a correction of an e-mail address by an administrator. */
import type { Translation } from '#client/i18n/translation.ts';

export const stopCorrection: Translation['stopCorrection'] = {
  title: 'Garder votre ancienne adresse e-mail ?',
  lead: 'Notre assistance a modifié l’adresse e-mail de votre compte. Si vous annulez ce changement, votre compte reprend l’adresse à laquelle nous vous avons écrit, toutes les sessions sont fermées, et personne ne peut utiliser l’autre adresse pour votre compte.',
  submit: 'Annuler le changement',
  leave: 'Si vous avez demandé ce changement, fermez cette page : il ne se passera rien.',
  newPassword: 'Choisir un nouveau mot de passe',
  signIn: 'Se connecter',
  restored: {
    title: 'Le changement est annulé',
    text: 'Votre compte a retrouvé son ancienne adresse e-mail, et toutes les sessions ont été fermées. Quelqu’un a essayé d’accéder à votre compte : choisissez un nouveau mot de passe.',
  },
  blocked: {
    title: 'Votre compte est protégé',
    text: 'L’ancienne adresse e-mail est désormais utilisée par un autre compte ; le vôtre n’a donc pas pu la reprendre. Nous avons bloqué votre compte pour que personne ne puisse s’y connecter. Vos licences continuent de fonctionner. Contactez-nous : nous le rétablirons.',
  },
  stopped_before: {
    title: 'Le changement a déjà été annulé',
    text: 'Votre compte a son ancienne adresse e-mail.',
  },
  expired: {
    title: 'Ce lien a expiré',
    text: 'Le changement pouvait être annulé pendant 24 heures. Si vous ne l’avez pas demandé, contactez-nous.',
  },
  link_invalid: {
    title: 'Ce lien n’est pas valide',
    text: 'Ouvrez à nouveau le lien de notre e-mail, ou copiez-le en entier. S’il ne fonctionne toujours pas, contactez-nous.',
  },
};
