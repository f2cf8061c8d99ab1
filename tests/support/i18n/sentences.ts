/** Reads the client's messages in one language, as the pages show them. */
import { createMessages, messageSets } from '#client/i18n/messages.ts';
import type { Translation } from '#client/i18n/translation.ts';
import type { Locale } from '#shared/accounts/accounts.ts';

/** Loads all message sets of a language. */
export async function messagesIn(locale: Locale): Promise<Translation> {
  const messages = createMessages(locale);
  await messages.load(...messageSets);
  return messages.current().messages as Translation;
}

/** Returns every string in a tree of messages, each with its dotted key. List items have the keys 0, 1 and so on. */
export function sentencesOf(tree: object, path = ''): [key: string, sentence: string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] => {
    if (typeof value === 'string') return [[path + key, value]];
    return typeof value === 'object' && value !== null ? sentencesOf(value, `${path}${key}.`) : [];
  });
}
