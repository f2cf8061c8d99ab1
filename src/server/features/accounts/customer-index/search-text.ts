/** Reduces names, addresses and what is typed into the search to the words by which customers are found. */
import { comparableAddress } from '#shared/identity/email-address.ts';

/** Maximum length of a word in code points, as in the index. What is longer is found by its beginning. */
const maxWordLength = 64;

/** Maximum number of words of one customer. Names that have more are spam. */
const maxWords = 40;

/** Letters that Unicode does not decompose, as people without them on the keyboard type them. */
const plainLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  þ: 'th',
  ı: 'i',
};

/** Returns the text without differences of case, accents and width. */
const plainText = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[ßæœøđðłþı]/g, (letter) => plainLetters[letter] ?? letter)
    .normalize('NFC');

const bounded = (word: string): string => [...word].slice(0, maxWordLength).join('');

/** What separates words: everything but letters and digits. */
const betweenWords = /[^\p{L}\p{N}]+/u;

const piecesOf = (plain: string): string[] => plain.split(betweenWords).filter((word) => word !== '');

/** Returns the text with single spaces. */
const wholeOf = (plain: string): string => plain.trim().replaceAll(/\s+/gu, ' ');

/** Returns the words of one value: the whole value, and what it consists of. */
function wordsOfValue(value: string): string[] {
  const plain = plainText(value);
  const at = plain.lastIndexOf('@');
  // A domain is found as a whole too, because its dots are part of it.
  const domain = at < 0 ? [] : [plain.slice(at + 1)];
  return [wholeOf(plain), ...domain, ...piecesOf(plain)];
}

/** The fields of a customer that the search looks at. */
export interface SearchedFields {
  name: string;
  email: string;
  companyName: string | null;
}

/** Returns the words by which a customer is found, in alphabetical order of their code units. */
export function searchWordsOf({ name, email, companyName }: SearchedFields): string[] {
  const words = new Set<string>();
  // The whole values come first, so that they are in the index even if a value has too many words.
  const all = [email, name, companyName ?? ''].map(wordsOfValue);
  for (const word of [...all.flatMap(([whole]) => whole ?? ''), ...all.flatMap(([, ...pieces]) => pieces)]) {
    if (word !== '' && words.size < maxWords) words.add(bounded(word));
  }
  return [...words].sort();
}

export interface TypedText {
  /** The beginning of a whole value. */
  whole: string;
  /** The beginnings of words. All of them must match. Longest first, because long ones are rarer. */
  words: string[];
}

/** Maximum number of words that count in a search. */
const maxTyped = 8;

/** Returns what to look for; null if nothing was typed that a customer could be found by. */
export function typedText(text: string): TypedText | null {
  // Domains are stored in ASCII. An address is looked for as it is, because its parts are words of their own as well.
  const parts = wholeOf(text)
    .split(' ')
    .map((part) => plainText(part.includes('@', 1) ? comparableAddress(part) : part));
  const whole = bounded(parts.join(' '));
  if (whole === '') return null;
  const words = parts.flatMap((part) => (part.includes('@', 1) ? [part] : piecesOf(part)));
  const distinct = [...new Set(words.map(bounded))].sort((a, b) => b.length - a.length);
  return { whole, words: distinct.length === 0 ? [whole] : distinct.slice(0, maxTyped) };
}

/** Returns whether a value of a customer has what was typed, or a part of it. */
export function hasTyped(value: string | null, { whole, words }: TypedText): boolean {
  if (value === null) return false;
  const own = wordsOfValue(value).map(bounded);
  return [whole, ...words].some((typed) => own.some((word) => word.startsWith(typed)));
}
