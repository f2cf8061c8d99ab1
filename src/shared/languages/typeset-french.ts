/** Applies the French rules for spaces around punctuation, and keeps imperatives with their pronouns on one line. */

const narrow = '\u202F';
const wide = '\u00A0';
const hyphen = '\u2011';

function typeset(sentence: string): string {
  return sentence
    .replace(/ ([;?!])/g, `${narrow}$1`)
    .replace(/ (:|»)/g, `${wide}$1`)
    .replace(/« /g, `«${wide}`)
    .replace(/ez-(?=(?:y|en|les?|la)(?!\p{L}))/gu, `ez${hyphen}`);
}

/**
 * Returns a copy of the messages with non-breaking spaces (U+202F before ; ? ! and U+00A0 before : and inside « ») and
 * with non-breaking hyphens (U+2011) in words such as “collez-y”. Translations are written with plain ones.
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
