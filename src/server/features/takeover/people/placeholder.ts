/** The address of an imported account that has none of its own. No mail can reach it (RFC 2606). */

const domain = '@no-address.invalid';

export const placeholderOf = (id: number): string => `account-${id}${domain}`;

export const isPlaceholder = (email: string): boolean => email.endsWith(domain);
