/**
 * Detects passwords made of words that an attacker would try first for this user or this portal (OWASP ASVS 5.0, V6.1.2
 * and V6.2.11).
 */

import { products } from '#shared/catalogue/products.ts';

/** Names of the products and of the portal, which passwords must not consist of. docs/operations.md lists them. */
const placeWords: readonly string[] = [
  ...['customerportal', 'customer', 'portal'],
  ...products.map((product) => product.toLowerCase()),
];

const minWord = 3;
/** Minimum number of letters that a password must have besides these words. */
const ownLetters = 4;

const lettersIn = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}]/gu, '');

/** The owner of the password, with the data that an attacker may know. */
export interface Owner {
  email: string;
  name: string;
}

/** Returns both parts of the address, the name, and the words within them. */
const wordsOf = ({ email, name }: Owner): string[] =>
  [...email.split('@'), name].flatMap((text) => [text, ...text.split(/[^\p{L}]+/u)]).map(lettersIn);

/**
 * Returns true if the password is made only of the owner's address, the owner's name and names of the portal. That is
 * so if fewer than four letters remain after these words, digits and symbols are removed. Passwords that contain none
 * of these words aren't affected.
 */
export function isMadeOfContextWords(password: string, owner: Owner | null): boolean {
  const words = [...(owner ? wordsOf(owner) : []), ...placeWords]
    .filter((word) => word.length >= minWord)
    .sort((one, other) => other.length - one.length);
  const letters = lettersIn(password);
  let rest = letters;
  for (const word of words) rest = rest.replaceAll(word, '');
  return rest !== letters && rest.length < ownLetters;
}
