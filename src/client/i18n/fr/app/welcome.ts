/** Messages for the landing page. */
import type { Translation } from '#client/i18n/translation.ts';

export const welcome: Translation['welcome'] = {
  title: 'Licences pour Monica et OfficeLife',
  heading: 'Soutenez les logiciels sur lesquels vous comptez',
  lead: 'Monica et OfficeLife sont des logiciels libres. Une licence donne accès à leurs versions hébergées et fait vivre celles et ceux qui les développent.',
  monicaFor: 'Pour votre famille et vos amis',
  officelifeFor: 'Pour les entreprises et leurs équipes',
  monica1: 'Tout ce que vous voulez retenir sur vos proches',
  monica2: 'Une seule licence pour vous et toutes les personnes de votre compte',
  officelife1: 'Un siège par employé actif',
  officelife2: 'Les anciens employés restent dans vos dossiers, sans frais',
  get: 'Choisir {product}',
  safeTitle: 'Paiement sécurisé',
  safe: 'Paddle encaisse votre paiement, applique les taxes de votre pays et vous envoie un reçu. Nous n’avons jamais accès à vos données bancaires.',
  fastTitle: 'Votre clé en une minute',
  fast: 'Votre clé de licence s’affichera ici dès que Paddle aura confirmé le paiement.',
  cancelTitle: 'Résiliation en deux clics',
  cancel:
    'Sans engagement de durée. Votre licence reste valable jusqu’à la fin de la période payée. {days, plural, =0 {} one {Si un paiement échoue, vous disposez de # jour supplémentaire pour régulariser la situation.} other {Si un paiement échoue, vous disposez de # jours supplémentaires pour régulariser la situation.}}',
};
