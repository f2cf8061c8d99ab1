/** The home page, and the page that is not for this customer. */
import type { Translation } from '#client/i18n/translation.ts';

export const home: Translation['home'] = {
  title: 'Accueil',
  heading: 'Vos licences',
  lead: 'Choisissez un produit pour voir sa clé, ses dates et ses paiements.',
  see: 'Voir la licence',
  get: 'Choisir {product}',
  latest: 'Derniers reçus',
  all: 'Tous les reçus',
  seats: '{count, plural, one {# siège} other {# sièges}}',
};

export const forbidden: Translation['forbidden'] = {
  title: 'Vous n’avez pas accès à cette page',
  text: 'L’administration est réservée aux administrateurs de cet espace client.',
  titleAdministrator: 'L’administration se fait en ligne de commande',
  textAdministrator:
    'Cette version de l’espace client n’a pas encore de pages d’administration. Sur le serveur, « npm run portal -- --help » affiche la liste des commandes.',
};
