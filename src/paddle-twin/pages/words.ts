/** Texts of the checkout and subscription pages, in English and French. */

const english = {
  place: 'Paddle twin',
  banner: 'No real payments are made here. Use a test card only.',
  checkout: 'Checkout',
  perMonth: 'per month',
  perYear: 'per year',
  quantity: 'Quantity',
  unitPrice: 'Price of one',
  discount: 'Discount on the first payment',
  subtotal: 'Subtotal',
  tax: 'VAT',
  today: 'Due today',
  afterwards: 'Then',
  freeUntil: 'Free until',
  details: 'Your location',
  country: 'Country',
  postcode: 'Postcode',
  coupon: 'Coupon',
  update: 'Update the price',
  unknownCoupon: 'This coupon is not valid.',
  payment: 'Payment',
  email: 'E-mail',
  name: 'Name on the card',
  card: 'Card number',
  cardHint:
    '4242 4242 4242 4242 pays. 4000 0000 0000 0002 is declined. 4000 0000 0000 0341 pays now but is declined at renewals.',
  pay: 'Pay',
  startTrial: 'Start the trial',
  decline: 'Try with a card that is declined',
  declined: 'Your card was declined. Nothing was paid.',
  wrongCard: 'Only the three test cards work here.',
  wrongEmail: 'Enter an e-mail address.',
  alreadyPaid: 'This checkout has already been paid.',
  noLongerSold: 'This product is no longer sold.',
  notFound: 'There is no page at this address.',
  thanks: 'Thank you. Your payment went through.',
  receipt: 'Receipt',
  order: 'Order',
  paidOn: 'Paid on',
  paidBy: 'Paid by',
  total: 'Total',
  givenBack: 'Refunded',
  subscription: 'Subscription',
  updateCard: 'Update the payment card',
  saveCard: 'Save the card',
  cardSaved: 'The card was saved.',
  cardCharged: 'The card was saved, and the amount due has been paid.',
  currentCard: 'Card in use, ending in',
  cancel: 'Cancel the subscription',
  cancelQuestion: 'It will end on the last day of the paid period:',
  cancelled: 'The subscription is cancelled. It works through',
  toPortal: 'Back to the portal',
  toSubscription: 'View the subscription at the twin',
};

export type Words = typeof english;

const french: Words = {
  place: 'Double de Paddle',
  banner: 'Aucun paiement réel n’est effectué ici. Utilisez uniquement une carte de test.',
  checkout: 'Paiement',
  perMonth: 'par mois',
  perYear: 'par an',
  quantity: 'Quantité',
  unitPrice: 'Prix unitaire',
  discount: 'Remise sur le premier paiement',
  subtotal: 'Sous-total',
  tax: 'TVA',
  today: 'À payer aujourd’hui',
  afterwards: 'Ensuite',
  freeUntil: 'Gratuit jusqu’au',
  details: 'Où vous êtes',
  country: 'Pays',
  postcode: 'Code postal',
  coupon: 'Code promo',
  update: 'Recalculer le prix',
  unknownCoupon: 'Ce code promo est inconnu.',
  payment: 'Règlement',
  email: 'E-mail',
  name: 'Nom sur la carte',
  card: 'Numéro de carte',
  cardHint:
    '4242 4242 4242 4242 paie. 4000 0000 0000 0002 est refusée. 4000 0000 0000 0341 paie maintenant, mais est refusée aux renouvellements.',
  pay: 'Payer',
  startTrial: 'Commencer l’essai',
  decline: 'Essayer avec une carte refusée',
  declined: 'Votre carte a été refusée. Rien n’a été payé.',
  wrongCard: 'Seules les trois cartes de test fonctionnent ici.',
  wrongEmail: 'Saisissez une adresse e-mail.',
  alreadyPaid: 'Ce paiement a déjà été effectué.',
  noLongerSold: 'Ce produit n’est plus en vente.',
  notFound: 'Il n’y a aucune page à cette adresse.',
  thanks: 'Merci. Votre paiement a été accepté.',
  receipt: 'Reçu',
  order: 'Commande',
  paidOn: 'Payé le',
  paidBy: 'Payé par',
  total: 'Total',
  givenBack: 'Remboursé',
  subscription: 'Abonnement',
  updateCard: 'Changer de carte de paiement',
  saveCard: 'Enregistrer la carte',
  cardSaved: 'La carte a été enregistrée.',
  cardCharged: 'La carte a été enregistrée, et le montant dû a été payé.',
  currentCard: 'Carte actuelle, se terminant par',
  cancel: 'Résilier l’abonnement',
  cancelQuestion: 'Il prendra fin le dernier jour de la période payée :',
  cancelled: 'L’abonnement est résilié. Il fonctionne jusqu’au',
  toPortal: 'Retour à l’espace client',
  toSubscription: 'Voir l’abonnement dans le double',
};

export type Language = 'en' | 'fr';

export const words: Record<Language, Words> = { en: english, fr: french };

const frenchSpeaking = new Set(['FR', 'LU', 'MC']);

/** Returns the browser's language if it is supported, else the country's, else English. */
export function languageOf(acceptLanguage: string | undefined, country: string | null): Language {
  for (const part of (acceptLanguage ?? '').split(',')) {
    const tag = part.trim().slice(0, 2).toLowerCase();
    if (tag === 'en' || tag === 'fr') return tag;
  }
  return country !== null && frenchSpeaking.has(country) ? 'fr' : 'en';
}
