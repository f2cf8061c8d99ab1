/** Applies the French rules for spaces before and after punctuation. */

const narrow = '\u202F';
const wide = '\u00A0';

function typeset(sentence: string): string {
  return sentence
    .replace(/ ([;?!])/g, `${narrow}$1`)
    .replace(/ (:|»)/g, `${wide}$1`)
    .replace(/« /g, `«${wide}`);
}

/**
 * Returns a copy of the messages with non-breaking spaces: U+202F before ; ? ! and U+00A0 before : and inside « ».
 * Translations are written with plain spaces.
 */
export function typesetFrench<T>(messages: T): T {
  if (typeof messages === 'string') return typeset(messages) as T;
  if (Array.isArray(messages)) return messages.map((each) => typesetFrench<unknown>(each)) as T;
  const entries = Object.entries(messages as object).map(([key, value]) => [
    key,
    typesetFrench<unknown>(value),
  ]);
  return Object.fromEntries(entries) as T;
}
