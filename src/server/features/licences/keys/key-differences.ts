/** Compares the contents of a key with its licence. */
import type { KeyEntries, KeyEntry } from '#server/platform/crypto/licence-cipher.ts';
import { type Frequency, isSoldPerSeat, type Plan } from '#shared/catalogue/catalogue.ts';
import type { KeyDifferences } from '#shared/licences/licences.ts';

/** The values of `frequency` in keys, including those of the PHP portal. */
const frequencies: ReadonlyMap<KeyEntry | undefined, Frequency> = new Map([
  ['month', 'Monthly'],
  ['monthly', 'Monthly'],
  ['year', 'Annual'],
  ['annual', 'Annual'],
]);

const isText = (entry: KeyEntry | undefined): entry is string => typeof entry === 'string' && entry !== '';

/** Returns the number of seats in a key. The PHP portal may have written it as text. */
function seatsIn({ quantity }: KeyEntries): number | null {
  const seats = typeof quantity === 'string' ? Number.parseInt(quantity, 10) : quantity;
  return typeof seats === 'number' && Number.isInteger(seats) ? seats : null;
}

/**
 * Returns what a key says where the licence now says something else; null if nothing differs. An entry that the key
 * lacks doesn't count, because the product never read it.
 */
export function keyDifferences(
  entries: KeyEntries,
  {
    plan,
    quantity,
    email,
  }: {
    plan: Pick<Plan, 'product' | 'frequency'>;
    quantity: number;
    /** The customer's address. */
    email: string;
  },
): KeyDifferences | null {
  const frequency = frequencies.get(entries.frequency) ?? null;
  const seats = isSoldPerSeat(plan.product) ? seatsIn(entries) : null;
  const address = isText(entries.purchaser_email) ? entries.purchaser_email : null;
  const differences: KeyDifferences = {
    frequency: frequency === plan.frequency ? null : frequency,
    quantity: seats === quantity ? null : seats,
    email: address?.toLowerCase() === email.toLowerCase() ? null : address,
  };
  return Object.values(differences).some((each) => each !== null) ? differences : null;
}
