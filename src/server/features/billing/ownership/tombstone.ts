/**
 * Defines the names of tombstones, which mark data of erased people. The tombstone of a stream has the stream's name.
 */

export const tombstoneOf = (accountId: number): string => `account:${accountId}`;

/**
 * Prefix of the names of tombstones for addresses. These tombstones exist only until all events from earlier releases
 * have identifiers (`fillIdentifiers`).
 */
export const soughtAddress = 'address:';

/** Returns the name of an address's tombstone. The keyed hash is truncated to fit the column. */
export const tombstoneOfAddress = (hash: Buffer): string =>
  `${soughtAddress}${hash.toString('hex').slice(0, 56)}`;
