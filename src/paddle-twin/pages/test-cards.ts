/** The only payment methods that the twin accepts, so that real cards are never entered. */
import type { PaymentMethod } from '#twin/account/checkout.ts';

export type CardReading =
  | { status: 'works'; method: PaymentMethod }
  | { status: 'declined' }
  | { status: 'unknown' };

export const workingCard = '4242 4242 4242 4242';
export const declinedCard = '4000 0000 0000 0002';

/** The text entered in place of a card number to pay with PayPal. */
const paypal = 'PayPal';

/** The accepted test cards and PayPal. Card types are spelled as Paddle spells them. */
const methods: Readonly<Record<string, PaymentMethod>> = {
  [workingCard]: { kind: 'card', type: 'visa', lastFour: '4242', expires: '12/2099', paysRenewals: true },
  '5555 5555 5555 4444': {
    kind: 'card',
    type: 'master',
    lastFour: '4444',
    expires: '08/2031',
    paysRenewals: true,
  },
  '3782 822463 10005': {
    kind: 'card',
    type: 'american_express',
    lastFour: '0005',
    expires: '02/2028',
    paysRenewals: true,
  },
  // A card that is accepted now but declined at every renewal.
  '4000 0000 0000 0341': {
    kind: 'card',
    type: 'visa',
    lastFour: '0341',
    expires: '12/2099',
    paysRenewals: false,
  },
  [paypal]: { kind: 'paypal', type: '', lastFour: '', expires: '', paysRenewals: true },
};

/** The payment methods offered in forms, the working card first. */
export const offeredMethods: readonly string[] = [...Object.keys(methods), declinedCard];

const plain = (text: string): string => text.replaceAll(/[ -]/g, '').toLowerCase();

export function readCard(text: string): CardReading {
  const known = Object.entries(methods).find(([number]) => plain(number) === plain(text));
  if (known) return { status: 'works', method: known[1] };
  return { status: plain(text) === plain(declinedCard) ? 'declined' : 'unknown' };
}
