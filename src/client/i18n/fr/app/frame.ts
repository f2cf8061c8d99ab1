/** What stands around every page, and the page of an address that leads nowhere. */
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
  signIn: 'Se connecter',
  createAccount: 'Créer un compte',
  signOut: 'Se déconnecter',
  myLicences: 'Mes licences',
  privacy: 'Confidentialité',
  terms: 'Conditions',
  source: 'Code source',
};

export const notFound: Translation['notFound'] = {
  title: 'Page introuvable',
  text: 'Vérifiez l’adresse ; la page a peut-être changé de place.',
  home: 'Aller à la page d’accueil',
};
