/** What stands around every page, the first page, the home page, and pages that are not there. */
import type { Translation } from '#client/i18n/translation.ts';

export const app: Translation['app'] = {
  name: 'Espace client',
  title: '{page} · Espace client',
  skip: 'Aller au contenu',
  loading: 'Chargement',
  retry: 'Réessayer',
  close: 'Fermer',
  aboutWelcome:
    'Les licences de Monica, le carnet de vos proches, et d’OfficeLife, pour les entreprises : achetez-en une, retrouvez sa clé et sa date de renouvellement, gérez vos paiements au même endroit.',
  about: 'L’espace client de Monica et OfficeLife : licences, clés, reçus et votre compte.',
  needsScript:
    'Cette page a besoin de JavaScript. Autorisez-le dans votre navigateur, puis rechargez la page.',
  requestId: 'Requête {id}',
  monica: 'Le carnet de vos proches, famille et amis',
  officelife: 'Le quotidien de votre entreprise : personnes, équipes, congés',
};

export const nav: Translation['nav'] = {
  main: 'Principal',
  home: 'Accueil',
  products: 'Produits',
  you: 'Vous',
  receipts: 'Reçus',
  account: 'Compte',
  profile: 'Profil',
  settings: 'Paramètres',
  accountOf: '{initials}, {name}, compte',
  legal: 'Mentions légales',
  language: 'Langue',
  appearance: 'Apparence',
  system: 'Comme l’appareil',
  light: 'Claire',
  dark: 'Sombre',
  nowSomebodyElse:
    'La session ouverte dans ce navigateur est maintenant celle de {name}. Rien n’a été modifié dans le compte affiché ici auparavant.',
  signOut: 'Se déconnecter',
  privacy: 'Confidentialité',
  terms: 'Conditions',
  source: 'Code source',
};

export const notFound: Translation['notFound'] = {
  title: 'Cette page n’existe pas',
  text: 'L’adresse est mal saisie, ou la page a changé de place.',
  home: 'Aller à la page d’accueil',
};

export const forbidden: Translation['forbidden'] = {
  title: 'Votre compte n’y a pas accès',
  text: 'L’administration est réservée aux administrateurs de cet espace.',
  titleAdministrator: 'L’administration se fait en ligne de commande',
  textAdministrator:
    'Cette version de l’espace client n’a pas encore de pages d’administration. Sur le serveur, « npm run portal -- --help » affiche la liste des commandes.',
};

export const welcome: Translation['welcome'] = {
  title: 'Licences pour Monica et OfficeLife',
  heading: 'Une licence qui fait vivre les logiciels sur lesquels vous comptez',
  lead: 'Monica et OfficeLife sont des logiciels libres. Une licence donne accès à leurs versions hébergées et fait vivre celles et ceux qui les développent.',
  monicaFor: 'Pour la famille et les amis',
  officelifeFor: 'Pour une entreprise et ses équipes',
  perMonth: 'par mois',
  perMonthOrYear: 'par mois, ou {price} par an',
  perSeatMonth: 'par place et par mois',
  perSeatMonthOrYear: 'par place et par mois, ou {price} par an',
  perYear: 'par an',
  perSeatYear: 'par place et par an',
  monica1: 'Tout ce que vous voulez retenir de vos proches',
  monica2: 'Une seule licence pour vous et toutes les personnes de votre compte',
  officelife1: 'Une place par employé actif',
  officelife2: 'Les anciens employés restent dans les dossiers et ne coûtent rien',
  get: 'Choisir {product}',
  noPrice: 'Le prix figure à la page suivante',
  safeTitle: 'Paiement sûr',
  safe: 'Paddle encaisse le paiement, ajoute la taxe qui convient et envoie le reçu. Nous ne voyons jamais votre carte.',
  fastTitle: 'À vous en une minute',
  fast: 'Votre clé s’affiche ici dès que Paddle confirme le paiement.',
  cancelTitle: 'Résiliée en deux clics',
  cancel:
    'Vous gardez ce que vous avez payé jusqu’au dernier jour. {days, plural, =0 {} one {Si la carte échoue, vous avez un jour de grâce.} other {Si la carte échoue, vous avez # jours de grâce.}}',
  myLicences: 'Mes licences',
};

export const home: Translation['home'] = {
  title: 'Accueil',
  heading: 'Vos licences',
  lead: 'Choisissez un produit pour voir sa clé, ses dates et ses paiements.',
  see: 'Voir la licence',
  get: 'Choisir {product}',
  latest: 'Derniers reçus',
  all: 'Tous les reçus',
  seats: '{count, plural, one {# place} other {# places}}',
};
