/** The error codes of Paddle (docs/paddle-classic.md V2) that the twin returns. */

export const refusals = {
  101: 'Bad method call',
  102: 'Bad api key',
  107: "You don't have permission to access this resource",
  108: 'Unable to find requested product',
  109: 'Unable to find requested currency',
  110: 'Unable to find requested purchase',
  116: 'One or more required arguments are missing',
  117: 'The expiry date is not valid',
  118: 'The provided price is too low',
  119: 'Unable to find requested subscription',
  120: 'Internal error',
  122: 'Provided date is not valid',
  125: 'A price in the main currency is required',
  126: 'A valid email address is required, please try again',
  129: 'Provided amount is not valid',
  135: 'The provided coupon is not valid',
  139: 'The list of prices is not valid',
  140: 'The currency of a price is not known',
  141: 'Unable to find requested product or plan',
  143: 'The recurring price is too low',
  146: 'The current invoice is being processed. The subscription cannot be updated now',
  147: 'The charge failed',
  148: 'The subscription has to be billed immediately',
  150: 'The initial price is too low',
} as const;
export type RefusalCode = keyof typeof refusals;

/** A refused operation has changed nothing. `code` is Paddle's error code. */
export type Outcome = { status: 'done' } | { status: 'refused'; code: number; message: string };

export const done: Outcome = { status: 'done' };
export const refused = (code: RefusalCode): Outcome => ({ status: 'refused', code, message: refusals[code] });
