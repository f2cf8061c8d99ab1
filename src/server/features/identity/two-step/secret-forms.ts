/**
 * Defines the two forms of an authenticator app's secret. The portal's own secrets are text, whose bytes the app has.
 * Those of other programs, such as the PHP portal, are bytes, which are kept in base32 behind a prefix that no text of
 * our own begins with.
 */

const prefix = 'base32:';

/** Returns the stored form of a secret given in base32. */
export const secretFromBase32 = (base32: string): string => `${prefix}${base32}`;

/** Returns the base32 of a stored secret; null if it is text. */
export const base32In = (secret: string): string | null =>
  secret.startsWith(prefix) ? secret.slice(prefix.length) : null;

/** Stands for a secret that could not be read when it was imported. No code matches it. */
export const unreadableSecret = 'unreadable:';
