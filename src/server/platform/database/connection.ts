/** Opens the database with session settings that don't depend on the server's defaults, and classifies its errors. */
import type { Connection } from 'mysql2';
import { BaseError, ConnectionError, Sequelize } from 'sequelize';
import { type DatabaseAddress, databaseAddressOf } from './address.ts';
import { endTransactionsProperly } from './commit.ts';
import { failureKindsOf } from './failure-kinds.ts';
import { withQueryTimeout } from './query-timeout.ts';
import { driverTls } from './tls.ts';

/** Statement timeouts in milliseconds: shorter for requests than for jobs and commands, which read whole tables. */
export const answerLimits = { requests: 6_000, work: 120_000 } as const;

export type DatabaseOptions = (
  | { address: DatabaseAddress }
  /** In the format of DATABASE_URL. */
  | { url: string }
) & {
  /** Maximum number of connections; 10 by default. */
  poolSize?: number;
  /**
   * Milliseconds without receiving anything during a statement after which its connection is closed. Default: the limit
   * for requests.
   */
  answerWithinMs?: number;
  logQuery?: (sql: string) => void;
};

/**
 * Creates a Sequelize instance for MySQL and MariaDB, using UTC and utf8mb4. Its `affectedRows` counts changed rows. It
 * connects on the first query. A database that hangs counts as unreachable. With TLS configured, nothing is sent
 * unencrypted: a server without TLS counts as unreachable (see `requireTrust`).
 */
export function openDatabase({
  poolSize = 10,
  answerWithinMs = answerLimits.requests,
  logQuery,
  ...where
}: DatabaseOptions): Sequelize {
  const address = 'url' in where ? databaseAddressOf(where.url) : where.address;
  const { host, port, user, password, database, tls } = address;
  // Passes the parts instead of a URL, because Sequelize would read options from the URL that override those below.
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
      // No statements are prepared (see `statements`). By default, each connection reserves half a megabyte for 16,000
      // of them.
      maxPreparedStatements: 1,
      // Uses the driver's type conversion, compiled once per statement. Sequelize's is called for every field of every
      // row.
      typeCast: true,
      dateStrings: ['DATE'],
      ...(tls === null ? {} : { ssl: driverTls(tls) }),
    },
    retry: { max: 1 },
    hooks: { afterConnect: (connection) => prepare(connection as Connection, answerWithinMs) },
  });
  endTransactionsProperly(db);
  return db;
}

/**
 * Configures a new session. Sets the SQL mode because values are escaped with backslashes: on a server with
 * NO_BACKSLASH_ESCAPES, a value could become part of the statement. Lock waits time out before the statement does,
 * because that failure can be retried.
 */
async function prepare(connection: Connection, answerWithinMs: number): Promise<void> {
  const lockWaitSeconds = Math.min(50, Math.max(1, Math.floor(answerWithinMs / 2_000)));
  try {
    await connection
      .promise()
      .query(
        `SET SESSION sql_mode = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION', SESSION innodb_lock_wait_timeout = ${lockWaitSeconds}${stopsBy(answerWithinMs)}`,
      );
    // A separate statement, because the variable's name differs between servers.
    await connection.promise().query('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ');
  } catch (cause) {
    connection.destroy();
    throw new ConnectionError(cause as Error);
  }
}

/**
 * Returns settings that make the server abort a statement shortly after its connection is closed; otherwise it would
 * notice only when sending the result. MariaDB runs the first comment, MySQL the second.
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

/** Throws `DatabaseNotTrusted` if TLS isn't possible as configured. Ignores an unreachable database. */
export async function requireTrust(db: Sequelize): Promise<void> {
  try {
    await db.authenticate();
  } catch (error) {
    const problem = problemOfTls(error);
    if (problem !== null) throw new DatabaseNotTrusted(problem, { cause: error });
    if (!isDatabaseUnreachable(error)) throw error;
  }
}

/** Whether the work was rolled back because of concurrent work, so that retrying it may succeed. */
export const isConflict = (error: unknown): boolean => failureKindsOf(error).has('conflict');

/**
 * Whether an error or one of its causes means that the database can't do its work now: it is unreachable, or there was
 * a conflict with concurrent work that wasn't retried. The caller should try again later.
 */
export const isDatabaseUnreachable = (error: unknown): boolean => failureKindsOf(error).size > 0;
