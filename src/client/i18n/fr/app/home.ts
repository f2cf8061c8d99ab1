/** Messages for the home page, and for customers without access to the administration. */
import type { Translation } from '#client/i18n/translation.ts';

export const home: Translation['home'] = {
  title: 'Accueil',
  heading: 'Vos licences',
  lead: 'Vos clés, vos échéances et vos paiements en un coup d’œil.',
  renamed:
    'Ce que nous appelions abonnements s’appelle désormais licences. Vos formules, vos tarifs et vos clés restent les mêmes.',
  welcome: 'Bienvenue, {name}',
  welcomeLead: 'Choisissez une formule : votre clé de licence vous attendra ici dès le paiement effectué.',
  notices: 'À traiter',
  refusedAddress:
    'Depuis le {day}, les e-mails envoyés à {email} nous reviennent : le serveur de messagerie les refuse. Vous ne recevez donc pas nos messages au sujet de vos licences.',
  checkAddress: 'Vérifier votre adresse e-mail',
  plans: 'Voir les formules',
  see: 'Voir la licence',
  get: 'Choisir {product}',
  latest: 'Derniers reçus',
  all: 'Tous les reçus',
  seats: '{count, plural, one {# siège} other {# sièges}}',
};

export const forbidden: Translation['forbidden'] = {
  title: 'Vous n’avez pas accès à cette page',
  text: 'Cette page est réservée aux administrateurs.',
};
