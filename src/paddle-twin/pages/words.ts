/** Texts of the checkout and subscription pages, in English and French. */

const english = {
  place: 'Paddle twin',
  banner: 'No real payments are made here. Use a test card only.',
  checkout: 'Checkout',
  perMonth: 'per month',
  perYear: 'per year',
  quantity: 'Quantity',
  unitPrice: 'Unit price',
  discount: 'Discount on the first payment',
  lastingDiscount: 'Discount on every payment',
  subtotal: 'Subtotal',
  tax: 'VAT',
  today: 'Due today',
  afterwards: 'Then',
  freeUntil: 'Free until',
  details: 'Your location',
  country: 'Country',
  postcode: 'Postcode',
  coupon: 'Coupon',
  update: 'Update price',
  unknownCoupon: 'This coupon isn’t valid. Check it or leave the field empty.',
  payment: 'Payment',
  email: 'E-mail',
  name: 'Name on the card',
  card: 'Card number',
  method: 'Pay with',
  typedCard: 'the card number below',
  cardHint:
    '4242 4242 4242 4242 is accepted. 4000 0000 0000 0002 is declined. 4000 0000 0000 0341 is accepted now but declined at renewals.',
  pay: 'Pay',
  startTrial: 'Start trial',
  decline: 'Try a declined card',
  declined: 'Your card was declined. You haven’t been charged.',
  wrongCard: 'Use one of the test cards in the list.',
  wrongEmail: 'Enter an e-mail address.',
  alreadyPaid: 'This order has already been paid for.',
  expired: 'This payment link has expired. It was valid until',
  noLongerSold: 'This product is no longer available.',
  notFound: 'Page not found',
  thanks: 'Thank you. Your payment was successful.',
  receipt: 'Receipt',
  order: 'Order',
  paidOn: 'Paid on',
  paidBy: 'Paid by',
  total: 'Total',
  isRefunded: 'Refunded',
  subscription: 'Subscription',
  updateCard: 'Update card',
  saveCard: 'Save card',
  cardSaved: 'Your card has been saved.',
  cardCharged: 'Your card has been saved, and the amount due has been paid.',
  currentCard: 'Current card ending in',
  expires: 'expires',
  currentPaypal: 'You pay with PayPal.',
  cancel: 'Cancel subscription',
  cancelQuestion: 'Your subscription will end on the last day of the paid period:',
  cancelled: 'Your subscription is cancelled. It remains active until',
  toPortal: 'Back to the portal',
  toSubscription: 'View subscription in the twin',
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
  lastingDiscount: 'Remise sur chaque paiement',
  subtotal: 'Sous-total',
  tax: 'TVA',
  today: 'À payer aujourd’hui',
  afterwards: 'Ensuite',
  freeUntil: 'Gratuit jusqu’au',
  details: 'Votre localisation',
  country: 'Pays',
  postcode: 'Code postal',
  coupon: 'Code promo',
  update: 'Recalculer le prix',
  unknownCoupon: 'Ce code promo n’est pas valide. Corrigez-le ou laissez le champ vide.',
  payment: 'Règlement',
  email: 'E-mail',
  name: 'Nom du titulaire',
  card: 'Numéro de carte',
  method: 'Payer avec',
  typedCard: 'le numéro de carte ci-dessous',
  cardHint:
    'La carte 4242 4242 4242 4242 est acceptée, 4000 0000 0000 0002 est refusée. 4000 0000 0000 0341 est acceptée maintenant, mais refusée lors des renouvellements.',
  pay: 'Payer',
  startTrial: 'Démarrer l’essai',
  decline: 'Essayer avec une carte refusée',
  declined: 'Votre carte a été refusée. Aucun montant n’a été débité.',
  wrongCard: 'Utilisez l’une des cartes de test de la liste.',
  wrongEmail: 'Saisissez une adresse e-mail.',
  alreadyPaid: 'Cette commande a déjà été payée.',
  expired: 'Ce lien de paiement a expiré. Il était valable jusqu’au',
  noLongerSold: 'Ce produit n’est plus en vente.',
  notFound: 'Page introuvable',
  thanks: 'Merci. Votre paiement a été accepté.',
  receipt: 'Reçu',
  order: 'Commande',
  paidOn: 'Payé le',
  paidBy: 'Payé par',
  total: 'Total',
  isRefunded: 'Remboursé',
  subscription: 'Abonnement',
  updateCard: 'Mettre à jour la carte',
  saveCard: 'Enregistrer la carte',
  cardSaved: 'Votre carte a été enregistrée.',
  cardCharged: 'Votre carte a été enregistrée et le montant dû a été réglé.',
  currentCard: 'Carte actuelle, se terminant par',
  expires: 'expire fin',
  currentPaypal: 'Vos paiements passent par PayPal.',
  cancel: 'Résilier l’abonnement',
  cancelQuestion: 'Votre abonnement prendra fin le dernier jour de la période payée :',
  cancelled: 'Votre abonnement est résilié. Il reste actif jusqu’au',
  toPortal: 'Retour à l’espace client',
  toSubscription: 'Voir l’abonnement dans le double',
};

export type Language = 'en' | 'fr';

export const words: Record<Language, Words> = { en: english, fr: french };

const frenchSpeaking = new Set(['FR', 'LU', 'MC']);

/**
 * Returns the browser's language if it is supported; otherwise the language of the country, or English if that isn't
 * supported either.
 */
export function languageOf(acceptLanguage: string | undefined, country: string | null): Language {
  for (const part of (acceptLanguage ?? '').split(',')) {
    const tag = part.trim().slice(0, 2).toLowerCase();
    if (tag === 'en' || tag === 'fr') return tag;
  }
  return country !== null && frenchSpeaking.has(country) ? 'fr' : 'en';
}
