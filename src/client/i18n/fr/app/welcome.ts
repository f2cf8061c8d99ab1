/** The welcome page. */
import type { Translation } from '#client/i18n/translation.ts';

export const welcome: Translation['welcome'] = {
  title: 'Licences pour Monica et OfficeLife',
  heading: 'Soutenez les logiciels sur lesquels vous comptez',
  lead: 'Monica et OfficeLife sont des logiciels libres. Une licence donne accès à leurs versions hébergées et fait vivre celles et ceux qui les développent.',
  monicaFor: 'Pour la famille et les amis',
  officelifeFor: 'Pour les entreprises et leurs équipes',
  monica1: 'Tout ce que vous voulez retenir de vos proches',
  monica2: 'Une seule licence pour vous et toutes les personnes de votre compte',
  officelife1: 'Un siège par employé actif',
  officelife2: 'Les anciens employés restent dans vos dossiers et ne coûtent rien',
  get: 'Choisir {product}',
  safeTitle: 'Paiement sécurisé',
  safe: 'Paddle encaisse le paiement, ajoute la bonne taxe et envoie le reçu. Nous ne voyons jamais votre carte.',
  fastTitle: 'Prête en une minute',
  fast: 'Votre clé s’affiche ici dès que Paddle confirme le paiement.',
  cancelTitle: 'Résiliation en deux clics',
  cancel:
    'Votre licence reste valable jusqu’au dernier jour payé. {days, plural, =0 {} one {Si un paiement échoue, vous disposez de # jour de plus pour y remédier.} other {Si un paiement échoue, vous disposez de # jours de plus pour y remédier.}}',
};
