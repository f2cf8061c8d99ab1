/**
 * Handles values from the closed sets that the server sends: states, kinds, billing frequencies and providers. A newer
 * server may send a value that this page doesn't know. The page then shows something neutral in its place.
 */
import type { Frequency } from '#shared/catalogue/catalogue.ts';
import { type LoginProviderId, loginProviderNames } from '#shared/identity/login-providers.ts';

const told = new Set<string>();

/** Returns the word if `words` has it. Otherwise returns null and reports the word once. */
export function knownWord<W extends string>(words: Readonly<Record<W, unknown>>, word: W): W | null {
  if (Object.hasOwn(words, word)) return word;
  if (!told.has(word)) {
    told.add(word);
    // Not reported during server-side rendering, where the page and the server are always the same version.
    if (typeof reportError === 'function')
      reportError(new Error(`this version of the page has no text for the value "${word}" from the server`));
  }
  return null;
}

/** Returns a provider's name, or its ID if this page doesn't know it. */
export function providerName(provider: LoginProviderId): string {
  const known = knownWord(loginProviderNames, provider);
  return known === null ? provider : loginProviderNames[known];
}

const frequencies = { Monthly: true, Annual: true } as const satisfies Record<Frequency, true>;

/** Returns the billing frequency; null if this page doesn't know it. */
export const frequencyOf = ({ frequency }: { frequency: Frequency }): Frequency | null =>
  knownWord(frequencies, frequency);
