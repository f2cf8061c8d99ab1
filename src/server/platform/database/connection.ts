/** Opens the database, the same whatever the server's own settings are, and knows when it is out of reach. */
import type { Connection } from 'mysql2';
import { BaseError, ConnectionError, DatabaseError, Sequelize } from 'sequelize';
import { type DatabaseAddress, databaseAddressOf } from './address.ts';
import { type DriverError, type FailureKind, failureKindOf } from './failure-kinds.ts';
import { withQueryTimeout } from './query-timeout.ts';
import { driverTls } from './tls.ts';

/**
 * How long a statement may go without an answer, in milliseconds: less where somebody waits for a page, more for jobs
 * and commands, which read whole tables piece by piece.
 */
export const answerLimits = { requests: 6_000, work: 120_000 } as const;

export type DatabaseOptions = (
  | { address: DatabaseAddress }
  /** As DATABASE_URL is written. */
  | { url: string }
) & {
  /** Connections at most. */
  poolSize?: number;
  /** How long a statement may go without any answer; then its connection is given up. That of requests. */
  answerWithinMs?: number;
  logQuery?: (sql: string) => void;
};

/**
 * A Sequelize on MySQL or MariaDB. Everything is UTC and utf8mb4; `affectedRows` counts changed rows.
 * Nothing is connected until the first query. A database that hangs is an unreachable one. Where TLS is wanted nothing
 * is said in the clear: a server without it is an unreachable one (`requireTrust`).
 */
export function openDatabase({
  poolSize = 10,
  answerWithinMs = answerLimits.requests,
  logQuery,
  ...where
}: DatabaseOptions): Sequelize {
  const address = 'url' in where ? databaseAddressOf(where.url) : where.address;
  const { host, port, user, password, database, tls } = address;
  // Parts, not a URL: Sequelize would take options out of one that undo those below.
  const db = new Sequelize(database, user, password, {
    host,
    port,
    dialect: 'mysql',
    dialectModule: withQueryTimeout(answerWithinMs),
    timezone: '+00:00',
    logging: logQuery ?? false,
    define: { underscored: true, freezeTableName: true },
    pool: { max: poolSize, min: 0, acquire: Math.max(5_000, answerWithinMs), idle: 10_000 },
    dialectOptions: {
      charset: 'utf8mb4',
      supportBigNumbers: true,
      connectTimeout: 3_000,
      // Each connection makes room for all of them at once; the driver's 16,000 are half a megabyte.
      maxPreparedStatements: 500,
      // The driver's own reading, compiled for each statement; Sequelize's asks for every field of every row.
      typeCast: true,
      dateStrings: ['DATE'],
      ...(tls === null ? {} : { ssl: driverTls(tls) }),
    },
    retry: { max: 1 },
    hooks: { afterConnect: (connection) => prepare(connection as Connection, answerWithinMs) },
  });
  letTheDeadRest(db);
  keepMs(db);
  return db;
}

/**
 * Sequelize escapes with backslashes, so a server that takes them for text (NO_BACKSLASH_ESCAPES) would run what
 * a caller sends. Rows locked by others are waited for less long than an answer is: that failure can be retried.
 */
async function prepare(connection: Connection, answerWithinMs: number): Promise<void> {
  const lockWaitSeconds = Math.min(50, Math.max(1, Math.floor(answerWithinMs / 2_000)));
  try {
    await connection
      .promise()
      .query(
        `SET SESSION sql_mode = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION', SESSION innodb_lock_wait_timeout = ${lockWaitSeconds}${stopsBy(answerWithinMs)}`,
      );
    // By this statement, for the variable has different names on different servers.
    await connection.promise().query('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ');
  } catch (cause) {
    connection.destroy();
    throw new ConnectionError(cause as Error);
  }
}

/**
 * What nobody waits for any more is ended by the server as well, a little later: it would notice a closed connection
 * only when it has something to say. Each kind of server reads its own of the two comments.
 */
function stopsBy(answerWithinMs: number): string {
  const milliseconds = answerWithinMs + 1_000;
  return ` /*M!100101 , SESSION max_statement_time = ${milliseconds / 1_000} */ /*!50708 , SESSION max_execution_time = ${milliseconds} */`;
}

/**
 * Sequelize writes the instants of replacements in whole seconds, those of models and the driver's own values with their
 * milliseconds: two that are one would not be equal. Here they become text before Sequelize sees them.
 */
function keepMs(db: Sequelize): void {
  const query = db.query.bind(db) as (sql: unknown, options?: object) => Promise<unknown>;
  const exact = (sql: unknown, options?: { replacements?: unknown }) =>
    options?.replacements === undefined
      ? query(sql, options)
      : query(sql, { ...options, replacements: exactly(options.replacements) });
  db.query = exact as typeof db.query;
}

/** `2026-11-29 09:14:00.123`, UTC, as the session is. Throws for an instant that is none. */
const inSql = (instant: Date): string => instant.toISOString().slice(0, -1).replace('T', ' ');

function exactly(value: unknown): unknown {
  if (value instanceof Date) return inSql(value);
  if (Array.isArray(value)) return value.map(exactly);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, exactly(each)]));
}

/** A transaction whose connection is gone has been rolled back: Sequelize would print a warning that it cannot. */
function letTheDeadRest(db: Sequelize): void {
  const queries = db.getQueryInterface();
  const rollback = queries.rollbackTransaction.bind(queries);
  queries.rollbackTransaction = async (transaction, options) => {
    try {
      await rollback(transaction, options);
    } catch (error) {
      if (!isDatabaseUnreachable(error)) throw error;
    }
  };
}

/** What the driver said, where the error is one of Sequelize's. */
function driverErrorOf(error: unknown): DriverError | undefined {
  const parent: unknown = error instanceof DatabaseError ? error.parent : undefined;
  return parent && typeof parent === 'object' ? parent : undefined;
}

/** Names of Sequelize's for failures to connect. */
const unreachable = new Set([
  'SequelizeConnectionError',
  'SequelizeConnectionRefusedError',
  'SequelizeConnectionAcquireTimeoutError',
  'SequelizeConnectionTimedOutError',
  'SequelizeHostNotFoundError',
  'SequelizeHostNotReachableError',
  'SequelizeAccessDeniedError',
]);
/** What is wrong with the database's TLS, where an error or anything in its chain of causes says that. */
export function problemOfTls(error: unknown): string | null {
  for (let current: unknown = error; current instanceof Error; current = current.cause) {
    const parent: unknown = current instanceof BaseError && 'parent' in current ? current.parent : current;
    const { code, message } = (parent ?? {}) as { code?: unknown; message?: unknown };
    if (code === 'HANDSHAKE_NO_SSL_SUPPORT') return 'it offers no TLS';
    if (code === 'HANDSHAKE_SSL_ERROR') return String(message);
  }
  return null;
}

/** The database speaks no TLS, or not one that the settings let us trust. */
export class DatabaseNotTrusted extends Error {
  constructor(problem: string, options: { cause: unknown }) {
    super(
      `The database is not to be trusted as the settings want it: ${problem}. Check DB_SSL_MODE, DB_SSL_CA and the certificate of the database.`,
      options,
    );
    this.name = 'DatabaseNotTrusted';
  }
}

/** Throws `DatabaseNotTrusted` where TLS cannot be had as it was asked for. One that is away may come back trusted. */
export async function requireTrust(db: Sequelize): Promise<void> {
  try {
    await db.query('SELECT 1');
  } catch (error) {
    const problem = problemOfTls(error);
    if (problem !== null) throw new DatabaseNotTrusted(problem, { cause: error });
    if (!isDatabaseUnreachable(error)) throw error;
  }
}

/** Whether an error comes from the database or from what speaks to it. */
export const isDatabaseFailure = (error: unknown): boolean => error instanceof BaseError;

function isOf(kinds: readonly FailureKind[], error: unknown): boolean {
  for (let current: unknown = error; current instanceof Error; current = current.cause) {
    const said = driverErrorOf(current);
    if (said && kinds.includes(failureKindOf(said))) return true;
    if (kinds.includes('unreachable') && unreachable.has(current.name)) return true;
  }
  return false;
}

/** Whether an error says that the work was undone because others were in its way: done once more it may succeed. */
export const isConflict = (error: unknown): boolean => isOf(['conflict'], error);

/**
 * Whether an error, or anything in its chain of causes, says that the database cannot do its work at this moment: it is
 * out of reach, or it refused because of others where nobody could try once more. Whoever asked is to ask again.
 */
export const isDatabaseUnreachable = (error: unknown): boolean => isOf(['unreachable', 'conflict'], error);

/** Whether the connection is of no use any more. */
export const isConnectionLost = (error: unknown): boolean => isOf(['unreachable'], error);
