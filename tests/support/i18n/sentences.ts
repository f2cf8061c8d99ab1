/** Every sentence that pages say in a language, by its key. */
import { createMessages, messageSets } from '#client/i18n/messages.ts';
import type { Translation } from '#client/i18n/translation.ts';
import type { Locale } from '#shared/accounts/accounts.ts';

/** All sets of a language, as pages show them. */
export async function messagesIn(locale: Locale): Promise<Translation> {
  const messages = createMessages(locale);
  await messages.load(...messageSets);
  return messages.current().messages as Translation;
}

/** What stands at the leaves of a tree, with the path to each; lists are numbered. */
export function sentencesOf(tree: object, path = ''): [key: string, sentence: string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] => {
    if (typeof value === 'string') return [[path + key, value]];
    return typeof value === 'object' && value !== null ? sentencesOf(value, `${path}${key}.`) : [];
  });
}
