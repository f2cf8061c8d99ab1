/** Holds the messages of the current language, in sets. Each set is loaded together with the pages that need it. */
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
   * Messages of the sets loaded so far. New sets are added to this object without re-rendering the open pages, which
   * don't need them.
   */
  messages: Partial<Translation>;
}

/**
 * Caches the messages with their language's typographic spaces, keyed by the original messages, because a server
 * renders many pages with the same ones.
 */
const typesetMessages = new WeakMap<object, Partial<Translation>>();

async function fetchSet(locale: Locale, set: MessageSet): Promise<Partial<Translation>> {
  const { messages } = await partsOf[locale][set]();
  const known = typesetMessages.get(messages);
  if (known) return known;
  const typeset: Partial<Translation> = languages[locale].typeset?.(messages) ?? messages;
  typesetMessages.set(messages, typeset);
  return typeset;
}

/** Fetches and merges message sets. Rejects if one of them can't be fetched. */
async function fetchSets(locale: Locale, sets: readonly MessageSet[]): Promise<Partial<Translation>> {
  const fetched = await Promise.all(sets.map((set) => fetchSet(locale, set)));
  return Object.assign({}, ...fetched);
}

/** Replaces the portal's name in the messages. */
const withName = (messages: Partial<Translation>, name: string | null): Partial<Translation> =>
  name === null || !messages.app ? messages : { ...messages, app: { ...messages.app, name } };

/**
 * Creates the message store of one application instance. The store holds one language at a time and fetches sets on
 * demand. `name` is the portal's name, in every language; null to use its own.
 */
export function createMessages(locale: Locale, name: string | null = null) {
  let loaded: LoadedMessages = { locale, messages: {} };
  /** The sets contained in `loaded`. */
  let present = new Set<MessageSet>();
  /** All sets requested so far. A language switch takes effect once it has loaded all of them. */
  const wanted = new Set<MessageSet>();
  let latestSwitch = 0;
  const listeners = new Set<() => void>();

  /** Fetches the sets that aren't loaded yet. Throws `MissingPart` if one can't be fetched. */
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
      // The language was switched during the fetch. The switch loads these sets too, so what was fetched is discarded.
      if (loaded.locale !== asked) continue;
      for (const set of missing) present.add(set);
      Object.assign(loaded.messages, withName(messages, name));
    }
  }

  /** Switches to another language once all requested sets have loaded. If two switches overlap, the later one wins. */
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
    loaded = { locale: next, messages: withName(messages, name) };
    for (const listener of listeners) listener();
  }

  return {
    current: (): LoadedMessages => loaded,
    /** Calls `listener` after each language switch. Returns a function that unsubscribes. */
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    load,
    switchTo,
  };
}

export type Messages = ReturnType<typeof createMessages>;
