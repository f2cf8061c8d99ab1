/**
 * Words that the server says of a closed list: states, kinds, frequencies, providers. A server of a later release may
 * say one that this page has nothing for; then something neutral is drawn, and the rest of the page stays.
 */
import type { Frequency } from '#shared/catalogue/catalogue.ts';
import { type LoginProviderId, loginProviderNames } from '#shared/identity/login-providers.ts';

const told = new Set<string>();

/** The word where the page has it in `words`; null where not, which the browser's console is told once. */
export function knownWord<W extends string>(words: Readonly<Record<W, unknown>>, word: W): W | null {
  if (Object.hasOwn(words, word)) return word;
  if (!told.has(word)) {
    told.add(word);
    // Not where pages are drawn on the server: it knows its own words.
    if (typeof reportError === 'function')
      reportError(new Error(`this version of the page has nothing for what the server calls "${word}"`));
  }
  return null;
}

/** A provider's own name; what the server calls it where this page does not know it. */
export function providerName(provider: LoginProviderId): string {
  const known = knownWord(loginProviderNames, provider);
  return known === null ? provider : loginProviderNames[known];
}

const frequencies = { Monthly: true, Annual: true } as const satisfies Record<Frequency, true>;

/** Whether it is paid by the month or by the year; null where it is neither, as far as this page knows. */
export const frequencyOf = ({ frequency }: { frequency: Frequency }): Frequency | null =>
  knownWord(frequencies, frequency);
