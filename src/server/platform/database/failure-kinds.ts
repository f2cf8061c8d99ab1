/** What an error of the database means, on one server and on clusters: the one list of its numbers. */
import { DatabaseError } from 'sequelize';

/** What the driver says of an error. */
interface DriverError {
  code?: unknown;
  errno?: unknown;
  sqlState?: unknown;
  fatal?: unknown;
}

/**
 * `unreachable`: this server cannot answer now; another connection, another node or a later attempt may succeed.
 * `conflict`: the server has undone the work because of concurrent work; the same work may succeed when repeated.
 */
type FailureKind = 'unreachable' | 'conflict';

/** Sequelize's names of failures to connect. */
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

/** By its number first, then by its SQL state, for numbers that are not listed. Null for anything else: a mistake of ours. */
function kindOf({ code, errno, sqlState, fatal }: DriverError): FailureKind | null {
  if (conflictNumbers.has(Number(errno)) && fatal !== true) return 'conflict';
  if (fatal === true || lostCodes.has(String(code)) || unreachableNumbers.has(Number(errno)))
    return 'unreachable';
  // 08: the connection; 40: the transaction was rolled back.
  const state = String(sqlState ?? '');
  if (state.startsWith('08')) return 'unreachable';
  return state.startsWith('40') ? 'conflict' : null;
}

/** The kinds of an error and of everything in its chain of causes. Empty for mistakes of ours. */
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
