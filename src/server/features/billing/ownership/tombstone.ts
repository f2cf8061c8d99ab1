/** Names of tombstones for what belonged to an erased person. A stream's tombstone has the name of the stream. */

export const tombstoneOf = (accountId: number): string => `account:${accountId}`;

/** Prefix for addresses still searched for in events of earlier releases (`fillIdentifiers`). */
export const soughtAddress = 'address:';

/** The keyed hash of an address, truncated to fit the column. */
export const tombstoneOfAddress = (hash: Buffer): string =>
  `${soughtAddress}${hash.toString('hex').slice(0, 56)}`;
