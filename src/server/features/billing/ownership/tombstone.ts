/** The names under which is remembered what was an erased person's; a stream is remembered under its own. */

export const tombstoneOf = (accountId: number): string => `account:${accountId}`;

/** Begins the names of addresses that are still looked for in what an earlier release stored (`fillIdentifiers`). */
export const soughtAddress = 'address:';

/** A keyed hash, cut to what a name has room for. */
export const tombstoneOfAddress = (hash: Buffer): string =>
  `${soughtAddress}${hash.toString('hex').slice(0, 56)}`;
