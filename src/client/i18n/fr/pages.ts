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
    'Les licences de Monica, le carnet de vos proches, et d’OfficeLife, pour les entreprises : achetez une licence, retrouvez sa clé et sa date de renouvellement, gérez vos paiements au même endroit.',
  about: 'L’espace client de Monica et OfficeLife : licences, clés, reçus et votre compte.',
  needsScript: 'Cette page nécessite JavaScript. Activez-le dans votre navigateur, puis rechargez la page.',
  requestId: 'Identifiant de requête : {id}',
  monica: 'Le carnet de vos proches, famille et amis',
  officelife: 'Votre entreprise au quotidien : personnes, équipes, congés',
};

export const nav: Translation['nav'] = {
  main: 'Navigation principale',
  home: 'Accueil',
  products: 'Produits',
  you: 'Vous',
  receipts: 'Reçus',
  account: 'Compte',
  profile: 'Profil',
  settings: 'Paramètres',
  accountOf: 'Menu du compte, {name} ({initials})',
  legal: 'Mentions légales',
  language: 'Langue',
  appearance: 'Apparence',
  system: 'Automatique',
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
  title: 'Page introuvable',
  text: 'Vérifiez l’adresse ; la page a peut-être changé de place.',
  home: 'Aller à la page d’accueil',
};

export const forbidden: Translation['forbidden'] = {
  title: 'Vous n’avez pas accès à cette page',
  text: 'L’administration est réservée aux administrateurs de cet espace client.',
  titleAdministrator: 'L’administration se fait en ligne de commande',
  textAdministrator:
    'Cette version de l’espace client n’a pas encore de pages d’administration. Sur le serveur, « npm run portal -- --help » affiche la liste des commandes.',
};

export const welcome: Translation['welcome'] = {
  title: 'Licences pour Monica et OfficeLife',
  heading: 'Soutenez les logiciels sur lesquels vous comptez',
  lead: 'Monica et OfficeLife sont des logiciels libres. Une licence donne accès à leurs versions hébergées et fait vivre celles et ceux qui les développent.',
  monicaFor: 'Pour la famille et les amis',
  officelifeFor: 'Pour les entreprises et leurs équipes',
  perMonth: 'par mois',
  perMonthOrYear: 'par mois, ou {price} par an',
  perSeatMonth: 'par siège et par mois',
  perSeatMonthOrYear: 'par siège et par mois, ou {price} par an',
  perYear: 'par an',
  perSeatYear: 'par siège et par an',
  monica1: 'Tout ce que vous voulez retenir de vos proches',
  monica2: 'Une seule licence pour vous et toutes les personnes de votre compte',
  officelife1: 'Un siège par employé actif',
  officelife2: 'Les anciens employés restent dans vos dossiers et ne coûtent rien',
  get: 'Choisir {product}',
  noPrice: 'Le prix figure à la page suivante',
  safeTitle: 'Paiement sécurisé',
  safe: 'Paddle encaisse le paiement, ajoute la bonne taxe et envoie le reçu. Nous ne voyons jamais votre carte.',
  fastTitle: 'Prête en une minute',
  fast: 'Votre clé s’affiche ici dès que Paddle confirme le paiement.',
  cancelTitle: 'Résiliation en deux clics',
  cancel:
    'Votre licence reste valable jusqu’au dernier jour payé. {days, plural, =0 {} one {Si un paiement échoue, vous disposez de # jour de plus pour y remédier.} other {Si un paiement échoue, vous disposez de # jours de plus pour y remédier.}}',
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
  seats: '{count, plural, one {# siège} other {# sièges}}',
};
