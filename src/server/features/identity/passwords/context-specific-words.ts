/** Words that are guessed first for one person and at this place (OWASP ASVS 5.0, V6.1.2 and V6.2.11). */

import { products } from '#shared/catalogue/products.ts';

/** Names of what is sold here and of the portal itself. docs/operations.md lists them. */
const placeWords: readonly string[] = [
  ...['customerportal', 'customer', 'portal'],
  ...products.map((product) => product.toLowerCase()),
].sort((one, other) => other.length - one.length);

const minWord = 3;
/** A password has to bring this many letters of its own beside them. */
const ownLetters = 4;

const lettersIn = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}]/gu, '');

/** The owner of the password: what an attacker may know of them. */
export interface Owner {
  email: string;
  name: string;
}

/** Both sides of the address, the name, and the pieces of them. */
const wordsOf = ({ email, name }: Owner): string[] =>
  [...email.split('@'), name].flatMap((text) => [text, ...text.split(/[^\p{L}]+/u)]).map(lettersIn);

/**
 * Whether a password is made of nothing but the person's address, their name and our names: with them, digits and
 * signs taken away, fewer than four letters are left. A password without any of these words is no matter of this rule.
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
