/** What the settings consist of, in the order of the page; the names are also the addresses: `/user/account#sessions`. */
export const settingsGroups = [
  { name: 'you', sections: ['name', 'email', 'language'] },
  { name: 'signingIn', sections: ['password', 'second-factors', 'passkeys', 'linked-accounts'] },
  { name: 'devices', sections: ['sessions', 'tokens'] },
  { name: 'data', sections: ['security-log', 'your-data'] },
] as const;

export type SettingsSection = (typeof settingsGroups)[number]['sections'][number];
