/** The sentences that a page has: those of one language, fetched by set when pages of the set are. */
import type { Locale } from '#shared/accounts/accounts.ts';
import { languages } from '#shared/languages/languages.ts';
import { english } from './en.ts';
import { french } from './fr.ts';
import type { MessageParts, MessageSet, Translation } from './translation.ts';

const partsOf: Readonly<Record<Locale, MessageParts>> = { en: english, fr: french };

export const messageSets = Object.keys(english) as readonly MessageSet[];

export interface LoadedMessages {
  locale: Locale;
  /**
   * Of the sets that were fetched. It grows where it stands: what is on the page needs nothing of what comes, so it is
   * not drawn again for it.
   */
  messages: Partial<Translation>;
}

/** What was set by the rules of its language, by what stands in its file: a server draws many pages with it. */
const typesetMessages = new WeakMap<object, Partial<Translation>>();

async function fetchSet(locale: Locale, set: MessageSet): Promise<Partial<Translation>> {
  const { messages } = await partsOf[locale][set]();
  const known = typesetMessages.get(messages);
  if (known) return known;
  const typeset: Partial<Translation> = languages[locale].typeset?.(messages) ?? messages;
  typesetMessages.set(messages, typeset);
  return typeset;
}

/** The sentences of sets in a language. Rejects where one of them cannot be fetched. */
async function fetchSets(locale: Locale, sets: readonly MessageSet[]): Promise<Partial<Translation>> {
  const fetched = await Promise.all(sets.map((set) => fetchSet(locale, set)));
  return Object.assign({}, ...fetched);
}

/** The sentences of one application, which is in one language at a time. Nothing is fetched before it is asked for. */
export function createMessages(locale: Locale) {
  let loaded: LoadedMessages = { locale, messages: {} };
  /** The sets that `loaded` has. */
  let present = new Set<MessageSet>();
  /** Those that were asked for: a switch of language waits for all of them. */
  const wanted = new Set<MessageSet>();
  let latestSwitch = 0;
  const listeners = new Set<() => void>();

  /** Fetches what is missing of some sets. Rejects with `MissingPart` where one is not to be had. */
  async function load(...sets: readonly MessageSet[]): Promise<void> {
    for (const set of sets) wanted.add(set);
    for (;;) {
      const missing = sets.filter((set) => !present.has(set));
      if (missing.length === 0) return;
      const { locale: asked } = loaded;
      let messages: Partial<Translation>;
      try {
        messages = await fetchSets(asked, missing);
      } catch (error) {
        for (const set of missing) wanted.delete(set);
        throw error;
      }
      // Where the language was switched meanwhile, these sets came with it.
      if (loaded.locale !== asked) continue;
      for (const set of missing) present.add(set);
      Object.assign(loaded.messages, messages);
    }
  }

  /** Shows the pages in another language once all their sentences are there. Of two switches the later one counts. */
  async function switchTo(next: Locale): Promise<void> {
    latestSwitch += 1;
    const own = latestSwitch;
    const fetched = new Set<MessageSet>();
    const messages: Partial<Translation> = {};
    for (;;) {
      const missing = [...wanted].filter((set) => !fetched.has(set));
      if (missing.length === 0) break;
      Object.assign(messages, await fetchSets(next, missing));
      for (const set of missing) fetched.add(set);
    }
    if (own !== latestSwitch) return;
    present = fetched;
    loaded = { locale: next, messages };
    for (const listener of listeners) listener();
  }

  return {
    current: (): LoadedMessages => loaded,
    /** Told of each switch to another language. */
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    load,
    switchTo,
  };
}

export type Messages = ReturnType<typeof createMessages>;
