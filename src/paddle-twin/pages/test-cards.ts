/** The only cards that the twin accepts, so that real ones are never entered. */

export type CardReading =
  | { status: 'works'; lastFour: string; paysRenewals: boolean }
  | { status: 'declined' }
  | { status: 'unknown' };

export const workingCard = '4242 4242 4242 4242';
export const declinedCard = '4000 0000 0000 0002';
/** Accepted now, declined at every renewal. */
const failingLaterCard = '4000 0000 0000 0341';

export function readCard(text: string): CardReading {
  const digits = text.replaceAll(/[ -]/g, '');
  const is = (card: string) => digits === card.replaceAll(' ', '');
  if (is(workingCard) || is(failingLaterCard))
    return { status: 'works', lastFour: digits.slice(-4), paysRenewals: is(workingCard) };
  return { status: is(declinedCard) ? 'declined' : 'unknown' };
}
