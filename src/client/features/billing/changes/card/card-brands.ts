/** Names of card brands, as customers know them, by Paddle's names. */
const brands: Readonly<Record<string, string>> = {
  visa: 'Visa',
  master: 'Mastercard',
  mastercard: 'Mastercard',
  american_express: 'American Express',
  maestro: 'Maestro',
  discover: 'Discover',
  diners_club: 'Diners Club',
  jcb: 'JCB',
  unionpay: 'UnionPay',
};

/** Returns null for a brand that has no name here. */
export const brandName = (brand: string): string | null => brands[brand] ?? null;
