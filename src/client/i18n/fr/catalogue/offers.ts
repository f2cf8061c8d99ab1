/** Messages for choosing a plan and a country, and for the wait after a purchase. */
import type { Translation } from '#client/i18n/translation.ts';

export const offers: Translation['offers'] = {
  choose: 'Choisissez une formule',
  chooseFirst: 'Choisissez une formule pour continuer.',
  chooseForTotal:
    'Choisissez une formule pour voir le montant à payer aujourd’hui et la date de renouvellement.',
  plan: 'Formule',
  seats: 'Sièges',
  seatsHint: 'Comptez un siège par employé actif.',
  seatsGroup: 'Nombre de sièges',
  fewer: 'Retirer un siège',
  more: 'Ajouter un siège',
  Monthly: 'Formule mensuelle',
  Annual: 'Formule annuelle',
  labelled: { Monthly: 'Mensuelle', Annual: 'Annuelle' },
  within: { Monthly: 'formule mensuelle', Annual: 'formule annuelle' },
  plans: 'Formules',
  aMonth: 'par mois',
  aYear: 'par an',
  aSeatMonth: 'par siège et par mois',
  aSeatYear: 'par siège et par an',
  less: '{amount} de moins qu’avec la formule mensuelle',
  sum: '{product}, {plan}',
  sumSeats: '{product}, {plan}, {count, plural, one {# siège} other {# sièges}}',
  tax: 'Taxe',
  taxAdded: 'Ajoutée au paiement, selon votre pays',
  taxIncluded: '{amount} (comprise)',
  taxWithVat: 'Aucune si Paddle accepte votre numéro de TVA',
  total: 'Total',
  about: 'environ {amount}',
  beforeTax: 'Total hors taxes',
  ownPrices:
    'Nous n’avons pas pu charger les prix de votre pays : voici nos tarifs habituels. Paddle affiche le montant exact avant le paiement.',
  extras: 'Code promo ou numéro de TVA',
  coupon: 'Code promo',
  couponHint: 'La remise s’applique au moment du paiement.',
  withVat: 'J’achète pour une entreprise assujettie à la TVA',
  vatNumber: 'Numéro de TVA',
  companyName: 'Entreprise',
  street: 'Numéro et rue',
  city: 'Ville',
  postcode: 'Code postal',
  postcodeHint: 'Facultatif',
  country: 'Pays',
  secure: 'Paiement sécurisé par <paddle>Paddle</paddle>',
  pay: 'Passer au paiement',
  payAmount: 'Payer {amount}',
  plusTax: '{amount} hors taxes',
  renewsMonthly:
    'Votre abonnement se renouvelle chaque mois pour {amount}, tant que vous ne le résiliez pas. Prochain paiement : le {day}.',
  renewsAnnual:
    'Votre abonnement se renouvelle chaque année pour {amount}, tant que vous ne le résiliez pas. Prochain paiement : le {day}.',
  thenMonthly: '{amount} aujourd’hui, puis chaque mois jusqu’à résiliation.',
  thenAnnual: '{amount} aujourd’hui, puis chaque année jusqu’à résiliation.',
  noCommitment: 'Sans engagement : résiliez à tout moment sur cette page avec « {cancel} ».',
  priceCountry:
    'Ce prix est celui de votre pays ({country}). Si vous choisissez un autre pays sur la page de Paddle, vous payez le prix de ce pays, parfois dans une autre devise.',
  couponNote:
    'Les montants affichés ne tiennent pas compte de votre code promo. Paddle affiche le montant réduit avant le paiement.',
  opening: 'Redirection vers Paddle…',
  next: 'Prochaines étapes',
  next1: 'Payez par carte ou avec PayPal sur la page de Paddle.',
  next2: 'Votre clé de licence s’affiche ici, en général en moins d’une minute.',
  next3:
    'Rendez-vous sur <address></address>, repérez la section <b>Clé de licence</b> et collez-y votre clé.',
  ifCancel: 'Et si je résilie ?',
  ifCancelText: 'Votre licence reste valable jusqu’à la fin de la période payée.',
  questions: 'Une question avant d’acheter ?',
  writeTo: 'Écrire à {email}',
  keepsFailing: 'Le problème persiste ?',
  pricesFor: 'Prix pour votre pays : {country}',
  changeCountry: 'Changer de pays',
  before: 'Avant d’acheter',
  none: 'Aucune formule disponible pour le moment',
  noneText:
    '{product} n’est pas en vente actuellement. Écrivez-nous à {email} : nous vous préviendrons dès que ce sera le cas.',
  anotherHave: 'Vous avez déjà une licence {product} active.',
  anotherBuys: 'Vous allez acheter une licence supplémentaire, avec sa propre clé et son propre abonnement.',
  anotherKeep:
    'Pour continuer à utiliser {product}, inutile d’acheter une autre licence : conservez la vôtre. {free, select, true {Vous ne payez rien aujourd’hui et la clé reste la même.} other {La clé reste la même.}}',
  alreadyTitle: 'Vous avez déjà un abonnement {product} actif.',
  alreadyBuy: 'Acheter une autre licence',
  alreadySee: 'Voir la licence',
};

export const country: Translation['country'] = {
  title: 'Dans quel pays vivez-vous ?',
  text: 'Les prix et les taxes dépendent de votre pays, que Paddle vérifie au moment du paiement.',
  label: 'Pays',
  save: 'Choisir ce pays',
  keep: 'Ne rien changer ({country})',
  choose: 'Choisissez un pays',
};

export const waiting: Translation['waiting'] = {
  title: 'Votre clé arrive',
  lead: 'Paddle confirme généralement le paiement en moins d’une minute. Votre clé s’affichera ici automatiquement.',
  paid: 'Étape de paiement chez Paddle',
  confirming: 'Paddle confirme votre paiement',
  key: 'Votre clé s’affiche ici',
  still: 'Paddle n’a pas encore confirmé le paiement',
  stillText:
    'Si vous avez payé, votre paiement est bien enregistré et Paddle vous a envoyé un reçu par e-mail. Vous pouvez fermer cette page : vous retrouverez votre clé ici dès que Paddle aura confirmé le paiement.',
  write:
    'Toujours pas de clé au bout d’une heure ? Écrivez-nous à <mail></mail> en indiquant le numéro de commande qui figure sur votre reçu.',
  notPaid: 'Je n’ai pas finalisé le paiement',
  arrivedToo:
    'Votre nouvelle licence est prête : « {name} ». C’est la première ci-dessous et elle a sa propre clé.',
  arrived: 'Votre licence est prête. Activez {product} avec la clé ci-dessous.',
};
