/** Classifies database errors, on single servers and on clusters. All error numbers are listed here. */
import { DatabaseError } from 'sequelize';

/** Fields of a driver error used to classify it. */
interface DriverError {
  code?: unknown;
  errno?: unknown;
  sqlState?: unknown;
  fatal?: unknown;
}

/**
 * `unreachable`: the server can't respond at the moment, but another connection, another node or a later attempt may
 * succeed. `conflict`: the server rolled back the work because of concurrent work, so retrying it may succeed.
 */
type FailureKind = 'unreachable' | 'conflict';

/** Names of Sequelize's connection errors. */
const connectFailures = new Set([
  'SequelizeConnectionError',
  'SequelizeConnectionRefusedError',
  'SequelizeConnectionAcquireTimeoutError',
  'SequelizeConnectionTimedOutError',
  'SequelizeHostNotFoundError',
  'SequelizeHostNotReachableError',
  'SequelizeAccessDeniedError',
]);

const lostCodes = new Set(['PROTOCOL_CONNECTION_LOST', 'ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT']);

const unreachableNumbers = new Set([
  1040, // too many connections
  1047, // Galera node without quorum or not yet synced ("WSREP has not yet prepared node")
  1053, // server is shutting down
  1203, // too many connections for this user
  1290, // read-only during a failover
  1792, // read-only, detected inside a transaction
  1836, // read-only mode, MySQL
  1927, // connection killed, MariaDB
  1969, // statement timeout, MariaDB
  3024, // statement timeout, MySQL
  3100, // group replication refuses to commit without a quorum
  3168, // server unavailable during an upgrade or restart
  4031, // connection timed out
  9001, // TiDB: placement driver timeout
  9002, // TiDB: storage timeout
  9005, // TiDB: region unavailable
]);

const conflictNumbers = new Set([
  1020, // the snapshot is outdated
  1180, // COMMIT failed and was rolled back, because a Galera node could not certify or replicate it
  1205, // lock wait timeout
  1213, // deadlock or failed certification; may occur in any statement or in COMMIT
  1317, // interrupted: a Galera node applies a conflicting change from another node
  3101, // group replication rolled the transaction back at COMMIT
  8022, // TiDB: COMMIT failed and can be retried
  8028, // TiDB: the schema changed during the transaction
  9007, // TiDB: write conflict
]);

/**
 * Classifies an error by its number or, if the number isn't listed, by its SQL state. Returns null for any other error,
 * which means a bug in the portal.
 */
function kindOf({ code, errno, sqlState, fatal }: DriverError): FailureKind | null {
  if (conflictNumbers.has(Number(errno)) && fatal !== true) return 'conflict';
  if (fatal === true || lostCodes.has(String(code)) || unreachableNumbers.has(Number(errno)))
    return 'unreachable';
  // Class 08: connection exception. Class 40: transaction rollback.
  const state = String(sqlState ?? '');
  if (state.startsWith('08')) return 'unreachable';
  return state.startsWith('40') ? 'conflict' : null;
}

/** Returns the kinds of an error and all its causes. An empty set means a bug in the portal. */
export function failureKindsOf(error: unknown): ReadonlySet<FailureKind> {
  const kinds = new Set<FailureKind>();
  for (let current: unknown = error; current instanceof Error; current = current.cause) {
    if (connectFailures.has(current.name)) kinds.add('unreachable');
    const parent: unknown = current instanceof DatabaseError ? current.parent : undefined;
    const kind = parent && typeof parent === 'object' ? kindOf(parent) : null;
    if (kind !== null) kinds.add(kind);
  }
  return kinds;
}

/** Returns whether the work was rolled back because of concurrent work. If so, retrying it may succeed. */
export const isConflict = (error: unknown): boolean => failureKindsOf(error).has('conflict');

/**
 * Returns whether an error or one of its causes means that the database can't do the work at the moment: it is
 * unreachable, or a conflict with concurrent work wasn't resolved by retrying. The caller should try again later.
 */
export const isDatabaseUnreachable = (error: unknown): boolean => failureKindsOf(error).size > 0;
