/** Messages for the home page, and for the administration URLs, which show only an explanation. */
import type { Translation } from '#client/i18n/translation.ts';

export const home: Translation['home'] = {
  title: 'Accueil',
  heading: 'Vos licences',
  lead: 'Vos clés, vos échéances et vos paiements en un coup d’œil.',
  welcome: 'Bienvenue, {name}',
  welcomeLead: 'Choisissez une formule : votre clé de licence vous attendra ici dès le paiement effectué.',
  notices: 'À traiter',
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
  titleAdministrator: 'L’administration se fait en ligne de commande',
  textAdministrator:
    'Cette version de l’espace client n’a pas encore de pages d’administration. Exécutez « npm run portal -- --help » sur le serveur pour afficher les commandes disponibles.',
};
