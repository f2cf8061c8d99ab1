/** Opens the database, with the same session whatever the server's own settings are, and recognises its failures. */
import type { Connection } from 'mysql2';
import { BaseError, ConnectionError, Sequelize } from 'sequelize';
import { type DatabaseAddress, databaseAddressOf } from './address.ts';
import { endTransactionsProperly } from './commit.ts';
import { failureKindsOf } from './failure-kinds.ts';
import { withQueryTimeout } from './query-timeout.ts';
import { driverTls } from './tls.ts';

/** How long a statement may take, in milliseconds: less for requests than for jobs and commands, which read whole tables. */
export const answerLimits = { requests: 6_000, work: 120_000 } as const;

export type DatabaseOptions = (
  | { address: DatabaseAddress }
  /** Written like DATABASE_URL. */
  | { url: string }
) & {
  /** Maximum number of connections. */
  poolSize?: number;
  /** How long nothing may be received while a statement runs; then its connection is closed. Default: that of requests. */
  answerWithinMs?: number;
  logQuery?: (sql: string) => void;
};

/**
 * A Sequelize for MySQL and MariaDB, in UTC and utf8mb4, whose `affectedRows` counts changed rows. It connects at the
 * first query. A database that hangs counts as unreachable. Where TLS is configured nothing is sent unencrypted: a server
 * without it counts as unreachable (`requireTrust`).
 */
export function openDatabase({
  poolSize = 10,
  answerWithinMs = answerLimits.requests,
  logQuery,
  ...where
}: DatabaseOptions): Sequelize {
  const address = 'url' in where ? databaseAddressOf(where.url) : where.address;
  const { host, port, user, password, database, tls } = address;
  // Not a URL, from which Sequelize would read options that override those below.
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
      // Nothing is prepared (`statements`); by default each connection reserves half a megabyte for 16,000 statements.
      maxPreparedStatements: 1,
      // The driver's own conversion, compiled for each statement; Sequelize's is called for every field of every row.
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
 * Values are escaped with backslashes, so on a server with NO_BACKSLASH_ESCAPES a value could become part of a statement:
 * the mode is set here. Locked rows are waited for less long than an answer, because that failure can be retried.
 */
async function prepare(connection: Connection, answerWithinMs: number): Promise<void> {
  const lockWaitSeconds = Math.min(50, Math.max(1, Math.floor(answerWithinMs / 2_000)));
  try {
    await connection
      .promise()
      .query(
        `SET SESSION sql_mode = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION', SESSION innodb_lock_wait_timeout = ${lockWaitSeconds}${stopsBy(answerWithinMs)}`,
      );
    // Not in the statement above, because the variable's name differs between servers.
    await connection.promise().query('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ');
  } catch (cause) {
    connection.destroy();
    throw new ConnectionError(cause as Error);
  }
}

/**
 * Makes the server end a statement shortly after its connection was closed, which it would notice only on sending the
 * result. MariaDB runs the first comment, MySQL the second.
 */
function stopsBy(answerWithinMs: number): string {
  const milliseconds = answerWithinMs + 1_000;
  return ` /*M!100101 , SESSION max_statement_time = ${milliseconds / 1_000} */ /*!50708 , SESSION max_execution_time = ${milliseconds} */`;
}

/** What is wrong with the database's TLS, where an error or one of its causes is about that; otherwise null. */
export function problemOfTls(error: unknown): string | null {
  for (let current: unknown = error; current instanceof Error; current = current.cause) {
    const parent: unknown = current instanceof BaseError && 'parent' in current ? current.parent : current;
    const { code, message } = (parent ?? {}) as { code?: unknown; message?: unknown };
    if (code === 'HANDSHAKE_NO_SSL_SUPPORT') return 'it offers no TLS';
    if (code === 'HANDSHAKE_SSL_ERROR') return String(message);
  }
  return null;
}

/** The database offers no TLS, or a certificate that the settings do not let us trust. */
export class DatabaseNotTrusted extends Error {
  constructor(problem: string, options: { cause: unknown }) {
    super(
      `The database is not to be trusted as the settings want it: ${problem}. Check DB_SSL_MODE, DB_SSL_CA and the certificate of the database.`,
      options,
    );
    this.name = 'DatabaseNotTrusted';
  }
}

/** Throws `DatabaseNotTrusted` where TLS is not possible as configured. An unreachable database is not an error here. */
export async function requireTrust(db: Sequelize): Promise<void> {
  try {
    await db.authenticate();
  } catch (error) {
    const problem = problemOfTls(error);
    if (problem !== null) throw new DatabaseNotTrusted(problem, { cause: error });
    if (!isDatabaseUnreachable(error)) throw error;
  }
}

/** Whether an error comes from the database or its driver. */
export const isDatabaseFailure = (error: unknown): boolean => error instanceof BaseError;

/** Whether the work was undone because of concurrent work: repeated, it may succeed. */
export const isConflict = (error: unknown): boolean => failureKindsOf(error).has('conflict');

/**
 * Whether an error, or anything in its chain of causes, says that the database cannot do its work now: it is out of
 * reach, or it refused because of concurrent work where nothing repeats the attempt. The caller should ask again.
 */
export const isDatabaseUnreachable = (error: unknown): boolean => failureKindsOf(error).size > 0;
