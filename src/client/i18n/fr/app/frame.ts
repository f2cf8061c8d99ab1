/** Messages for the frame of every page (title, navigation, footer) and for the page shown at unknown URLs. */
import type { Translation } from '#client/i18n/translation.ts';
import { portalNames } from '#shared/portal-name.ts';

export const app: Translation['app'] = {
  name: portalNames.fr,
  title: '{page} · {name}',
  skip: 'Aller au contenu',
  loading: 'Chargement',
  retry: 'Réessayer',
  close: 'Fermer',
  aboutWelcome:
    'Achetez et gérez vos licences Monica, le carnet de vos proches, et OfficeLife, la gestion RH des petites équipes : clés, renouvellements et paiements au même endroit.',
  about: 'L’espace client de Monica et d’OfficeLife : vos licences, vos clés, vos reçus et votre compte.',
  needsScript: 'Cette page nécessite JavaScript. Activez-le dans votre navigateur, puis rechargez la page.',
  requestId: 'Identifiant de requête : {id}',
  monica: 'Le carnet de votre famille et de vos amis',
  officelife: 'Votre entreprise au quotidien : employés, équipes et congés',
  moreAt: 'En savoir plus sur {host}',
  opensNewTab: 's’ouvre dans un nouvel onglet',
};

export const nav: Translation['nav'] = {
  main: 'Navigation principale',
  home: 'Accueil',
  products: 'Produits',
  you: 'Vous',
  receipts: 'Reçus',
  account: 'Compte',
  profile: 'Entreprise et adresse',
  address: 'Adresse',
  settings: 'Paramètres',
  tokens: 'Jetons d’API',
  administration: 'Administration',
  accountOf: 'Menu du compte, {name} ({initials})',
  legal: 'Informations légales',
  language: 'Langue',
  appearance: 'Apparence',
  system: 'Automatique',
  light: 'Claire',
  dark: 'Sombre',
  confirmed: 'Votre adresse e-mail est confirmée. Votre session est ouverte.',
  nowSomebodyElse:
    'Ce navigateur utilise maintenant le compte de {name}. Rien n’a été modifié dans le compte que cet onglet affichait.',
  signIn: 'Se connecter',
  createAccount: 'Créer un compte',
  signOut: 'Se déconnecter',
  myLicences: 'Mes licences',
  privacy: 'Confidentialité',
  terms: 'Conditions',
  source: 'Code source',
  operatedBy: 'Édité par {operator}',
};

export const notFound: Translation['notFound'] = {
  title: 'Page introuvable',
  text: 'L’adresse est peut-être erronée, ou la page a été déplacée.',
  home: 'Aller à la page d’accueil',
};
