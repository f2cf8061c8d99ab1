/** The only cards the twin takes: nobody should type a real one. */

export type CardReading =
  | { status: 'works'; lastFour: string }
  | { status: 'declined' }
  | { status: 'unknown' };

export const workingCard = '4242 4242 4242 4242';
export const declinedCard = '4000 0000 0000 0002';

export function readCard(text: string): CardReading {
  const digits = text.replaceAll(/[ -]/g, '');
  if (digits === workingCard.replaceAll(' ', '')) return { status: 'works', lastFour: digits.slice(-4) };
  return { status: digits === declinedCard.replaceAll(' ', '') ? 'declined' : 'unknown' };
}
