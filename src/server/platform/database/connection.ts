/** Opens the database with explicit session settings, so that the server’s defaults don’t matter. */
import type { Connection } from 'mysql2';
import { BaseError, ConnectionError, Sequelize } from 'sequelize';
import { type DatabaseAddress, databaseAddressOf } from './address.ts';
import { endTransactionsProperly } from './commit.ts';
import { isDatabaseUnreachable } from './failure-kinds.ts';
import { withQueryTimeout } from './query-timeout.ts';
import { driverTls } from './tls.ts';

/**
 * Statement timeouts in milliseconds. Jobs and commands (`work`) get more time than requests, because they read whole
 * tables.
 */
export const answerLimits = { requests: 6_000, work: 120_000 } as const;

export type DatabaseOptions = (
  | { address: DatabaseAddress }
  /** A URL in the format of DATABASE_URL. */
  | { url: string }
) & {
  /** Maximum number of connections; 10 by default. */
  poolSize?: number;
  /**
   * Milliseconds that a statement may go without receiving any data before its connection is closed. Default: the limit
   * for requests.
   */
  answerWithinMs?: number;
  logQuery?: (sql: string) => void;
  /** For a database of another program: nothing can be written, and dates and numbers come as text, unchanged. */
  isSource?: boolean;
};

/**
 * Creates a Sequelize instance for MySQL or MariaDB that uses UTC and utf8mb4. It connects on the first query, and its
 * `affectedRows` counts rows that changed. A database that stops responding counts as unreachable. If TLS is
 * configured, nothing is sent unencrypted: a server without TLS counts as unreachable (see `requireTrust`).
 */
export function openDatabase({
  poolSize = 10,
  answerWithinMs = answerLimits.requests,
  logQuery,
  isSource = false,
  ...where
}: DatabaseOptions): Sequelize {
  const address = 'url' in where ? databaseAddressOf(where.url) : where.address;
  const { host, port, user, password, database, tls } = address;
  // Passes the parts of the address instead of a URL. Sequelize would read options from a URL, and they would override
  // those below.
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
      // No prepared statements are used (see `statements`). By default, each connection would reserve half a megabyte
      // for 16,000 of them.
      maxPreparedStatements: 1,
      // Uses the driver's type conversion, compiled once per statement. Sequelize's is called for every field of every
      // row.
      typeCast: true,
      dateStrings: isSource ? true : ['DATE'],
      bigNumberStrings: isSource,
      ...(tls === null ? {} : { ssl: driverTls(tls) }),
    },
    retry: { max: 1 },
    hooks: { afterConnect: (connection) => prepare(connection as Connection, answerWithinMs, isSource) },
  });
  endTransactionsProperly(db);
  return db;
}

/**
 * Configures a new session. Sets the SQL mode because values are escaped with backslashes: under NO_BACKSLASH_ESCAPES,
 * a value could break out of its quotes. A lock wait times out before the whole statement does, because a lock timeout
 * can be retried.
 */
async function prepare(connection: Connection, answerWithinMs: number, isSource: boolean): Promise<void> {
  const lockWaitSeconds = Math.min(50, Math.max(1, Math.floor(answerWithinMs / 2_000)));
  try {
    await connection
      .promise()
      .query(
        `SET SESSION sql_mode = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION', SESSION innodb_lock_wait_timeout = ${lockWaitSeconds}${stopsBy(answerWithinMs)}`,
      );
    // A separate statement, because the variable's name differs between servers.
    await connection.promise().query('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    if (isSource) await connection.promise().query('SET SESSION TRANSACTION READ ONLY');
  } catch (cause) {
    connection.destroy();
    throw new ConnectionError(cause as Error);
  }
}

/**
 * Returns session settings that make the server abort a statement shortly after the client has closed its connection.
 * Otherwise the server would notice only when it sends the result. MariaDB executes the first comment, MySQL the
 * second.
 */
function stopsBy(answerWithinMs: number): string {
  const milliseconds = answerWithinMs + 1_000;
  return ` /*M!100101 , SESSION max_statement_time = ${milliseconds / 1_000} */ /*!50708 , SESSION max_execution_time = ${milliseconds} */`;
}

/** Returns the database's TLS problem if the error or one of its causes is a TLS error; otherwise null. */
export function problemOfTls(error: unknown): string | null {
  for (let current: unknown = error; current instanceof Error; current = current.cause) {
    const parent: unknown = current instanceof BaseError && 'parent' in current ? current.parent : current;
    const { code, message } = (parent ?? {}) as { code?: unknown; message?: unknown };
    if (code === 'HANDSHAKE_NO_SSL_SUPPORT') return 'the server offers no TLS';
    if (code === 'HANDSHAKE_SSL_ERROR') return String(message);
  }
  return null;
}

/** Thrown if the database offers no TLS, or presents a certificate that the settings don't trust. */
export class DatabaseNotTrusted extends Error {
  constructor(problem: string, options: { cause: unknown }) {
    super(
      `The connection to the database does not meet the TLS settings: ${problem}. Check DB_SSL_MODE, DB_SSL_CA and the certificate of the database.`,
      options,
    );
    this.name = 'DatabaseNotTrusted';
  }
}

/**
 * Throws `DatabaseNotTrusted` if a TLS connection can't be made as configured. Doesn't throw if the database is
 * unreachable.
 */
export async function requireTrust(db: Sequelize): Promise<void> {
  try {
    await db.authenticate();
  } catch (error) {
    const problem = problemOfTls(error);
    if (problem !== null) throw new DatabaseNotTrusted(problem, { cause: error });
    if (!isDatabaseUnreachable(error)) throw error;
  }
}
