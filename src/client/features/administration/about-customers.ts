/** Puts the sentences for administrators, who read about a customer, in place of those that speak to customers. */
import type { LoadedMessages } from '#client/i18n/messages.ts';
import type { EnglishMessages } from '#client/i18n/translation.ts';

/** Groups in which sentences speak to customers, and the groups of what administrators read in their place. */
export const groupsAboutCustomers = {
  changes: 'theirChanges',
  history: 'theirHistory',
  securityLog: 'theirSecurityLog',
} as const satisfies Partial<Record<keyof EnglishMessages, keyof EnglishMessages>>;

type Told = LoadedMessages['messages'];

export function aboutCustomers(messages: Told): Told {
  const voiced = Object.entries(groupsAboutCustomers).map(([group, theirs]) => [
    group,
    { ...messages[group as keyof typeof groupsAboutCustomers], ...messages[theirs] },
  ]);
  return { ...messages, ...Object.fromEntries(voiced) };
}
