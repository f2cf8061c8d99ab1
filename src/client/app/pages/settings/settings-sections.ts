/**
 * The sections of the settings in page order. A section's name is also its URL fragment, as in
 * `/user/profile#sessions`.
 */
export const settingsGroups = [
  { name: 'you', sections: ['name', 'email', 'language', 'e-mails'] },
  { name: 'signingIn', sections: ['password', 'second-factors', 'passkeys', 'linked-accounts'] },
  { name: 'devices', sections: ['sessions', 'tokens'] },
  { name: 'data', sections: ['security-log', 'your-data'] },
] as const;

export type SettingsSection = (typeof settingsGroups)[number]['sections'][number];

const sections: ReadonlySet<string> = new Set(settingsGroups.flatMap((group) => group.sections));

export const isSettingsSection = (fragment: string): boolean => sections.has(fragment);
