/** Opens the database, and runs work in transactions that are tried again when the database asks for it. */
import { DatabaseError, Sequelize, type Transaction, UniqueConstraintError } from 'sequelize';

export interface DatabaseOptions {
  url: string;
  /** Connections at most. */
  poolSize?: number;
  logQuery?: (sql: string) => void;
}

/**
 * A Sequelize on MySQL or MariaDB. Everything is UTC and utf8mb4; `affectedRows` counts changed rows.
 * Nothing is connected until the first query.
 */
export function openDatabase({ url, poolSize = 10, logQuery }: DatabaseOptions): Sequelize {
  return new Sequelize(url, {
    dialect: 'mysql',
    timezone: '+00:00',
    logging: logQuery ?? false,
    define: { underscored: true, freezeTableName: true },
    pool: { max: poolSize, min: 0, acquire: 5_000, idle: 10_000 },
    dialectOptions: { charset: 'utf8mb4', supportBigNumbers: true, connectTimeout: 3_000 },
    retry: { max: 1 },
  });
}

/** A conditional write found that another process was first. Reading again and deciding anew is all that is owed. */
export class LostRace extends Error {
  constructor(what: string) {
    super(`${what} was changed by another process meanwhile`);
    this.name = 'LostRace';
  }
}

/** Deadlock, lock wait, changed snapshot, and a refused certification on a cluster. */
const transientErrors = new Set([1213, 1205, 1020, 1047]);
const attempts = 8;

function errorNumber(error: unknown): number | undefined {
  const original: unknown = error instanceof DatabaseError ? error.parent : undefined;
  return original && typeof original === 'object' && 'errno' in original && typeof original.errno === 'number'
    ? original.errno
    : undefined;
}

/** Whether running the same work once more can end differently. A unique key that refuses a row is how a race between two inserts is lost. */
function isWorthAnotherTry(error: unknown): boolean {
  return (
    error instanceof LostRace ||
    error instanceof UniqueConstraintError ||
    transientErrors.has(errorNumber(error) ?? 0)
  );
}

/**
 * Runs `work` in one transaction; when it loses a race it is rolled back and run again, up to eight times, so
 * it may touch nothing but the database.
 */
export async function inTransaction<T>(
  db: Sequelize,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction(work);
    } catch (error) {
      if (!isWorthAnotherTry(error) || attempt === attempts) throw error;
    }
  }
}

const unreachable = new Set([
  'SequelizeConnectionError',
  'SequelizeConnectionRefusedError',
  'SequelizeConnectionAcquireTimeoutError',
  'SequelizeConnectionTimedOutError',
  'SequelizeHostNotFoundError',
  'SequelizeHostNotReachableError',
  'SequelizeAccessDeniedError',
]);
const lostCodes = new Set([
  'PROTOCOL_CONNECTION_LOST',
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'ER_SERVER_SHUTDOWN',
]);

/** Whether an error, or anything in its chain of causes, says that the database cannot be reached. */
export function isDatabaseUnreachable(error: unknown): boolean {
  for (let current: unknown = error; current instanceof Error; ) {
    if (unreachable.has(current.name)) return true;
    const parent: unknown = 'parent' in current ? current.parent : undefined;
    const code: unknown = [current, parent]
      .map((each) => (each && typeof each === 'object' && 'code' in each ? each.code : undefined))
      .find((each) => each !== undefined);
    if (current.name.startsWith('Sequelize') && typeof code === 'string' && lostCodes.has(code)) return true;
    current = current.cause;
  }
  return false;
}
