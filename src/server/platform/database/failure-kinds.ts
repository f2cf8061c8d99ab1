/** What a failure that the database names means, on one server and on clusters: the one list of its numbers. */

/** What the driver says of an error. */
export interface DriverError {
  code?: unknown;
  errno?: unknown;
  sqlState?: unknown;
  fatal?: unknown;
}

/**
 * `unreachable`: this server cannot answer now; another connection, another node or a later moment can. `conflict`: it
 * has undone the work because others were in its way; the same work done once more may well succeed. `other`: anything
 * else, mistakes of ours above all.
 */
export type FailureKind = 'unreachable' | 'conflict' | 'other';

const lostCodes = new Set(['PROTOCOL_CONNECTION_LOST', 'ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT']);

const unreachableNumbers = new Set([
  1040, // too many connections
  1047, // a Galera node without quorum, or not yet synced ("WSREP has not yet prepared node")
  1053, // shutting down
  1203, // too many connections of this user
  1290, // read-only during a failover
  1792, // the same, found inside a transaction
  1836, // the same, MySQL
  1927, // connection killed, MariaDB
  1969, // statement took too long, MariaDB
  3024, // statement took too long, MySQL
  3100, // group replication refuses to commit: no quorum
  3168, // server is not available: being upgraded or restarted
  4031, // connection timed out
  9001, // TiDB: its scheduler does not answer
  9002, // TiDB: its storage does not answer
  9005, // TiDB: a region is unavailable
]);

const conflictNumbers = new Set([
  1020, // the snapshot has changed
  1180, // COMMIT failed: what a Galera node could not certify or send is undone
  1205, // waited too long for a lock
  1213, // deadlock, or refused certification, at any statement or at COMMIT
  1317, // interrupted: a Galera node makes room for the change of another
  3101, // group replication undoes a transaction at COMMIT
  8022, // TiDB: COMMIT may be tried again
  8028, // TiDB: the schema has changed meanwhile
  9007, // TiDB: write conflict
]);

/** By its number first; then by its SQL state, for numbers that are not listed. */
export function failureKindOf({ code, errno, sqlState, fatal }: DriverError): FailureKind {
  if (conflictNumbers.has(Number(errno)) && fatal !== true) return 'conflict';
  if (fatal === true || lostCodes.has(String(code)) || unreachableNumbers.has(Number(errno)))
    return 'unreachable';
  // 08: the connection; 40: the transaction was rolled back.
  const state = String(sqlState ?? '');
  if (state.startsWith('08')) return 'unreachable';
  return state.startsWith('40') ? 'conflict' : 'other';
}
