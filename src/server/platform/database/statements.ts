/**
 * Runs SQL statements with escaped values. Models (`define-model`) are for rows that represent entities; statements are
 * for everything else and for frequent reads. Instants keep their milliseconds. The rows of a SELECT are validated
 * against a schema, so that a renamed or missing column causes an error as soon as the row is read.
 */
import mysql from 'mysql2';
import { QueryTypes, type Sequelize, type Transaction } from 'sequelize';
import { z } from 'zod';

export type Parameter = string | number | boolean | Buffer | Date | null;
type Value = Parameter | readonly Parameter[];

/**
 * One value for each `?` in order, or named values for `:name`. A list becomes the contents of `IN (…)` and must not be
 * empty. The SQL must not use `?` or `:name` for anything else.
 */
export type Values = readonly Value[] | Readonly<Record<string, Value | undefined>>;

const isList = <T>(values: T): values is Extract<T, readonly unknown[]> => Array.isArray(values);

/**
 * Formats a value as SQL, in UTC like the session (`openDatabase`). Uses the driver's escaping, because Sequelize's
 * drops the milliseconds. The types allow no objects here; if one is passed anyway, it becomes a string instead of a
 * list of assignments.
 */
const asSql = (value: Value): string => mysql.escape(isList(value) ? [...value] : value, true, 'Z');

function bind(sql: string, values: Values): string {
  if (isList(values)) {
    let next = 0;
    const text = sql.replaceAll('?', () => {
      const value = values[next];
      next += 1;
      if (value === undefined) throw new Error('a statement has more question marks than values');
      return asSql(value);
    });
    if (next < values.length) throw new Error('a statement has more values than question marks');
    return text;
  }
  return sql.replaceAll(/(?<!\w):([a-z]\w*)/gi, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`a statement has no value for :${name}`);
    return asSql(value);
  });
}

const scopeOf = (transaction: Transaction | undefined) => (transaction ? { transaction } : {});

/** Runs a SELECT. Throws if a row doesn't match `row`, which means a bug in the SQL or the schema. */
export async function select<Row extends z.ZodType>(
  db: Sequelize,
  row: Row,
  sql: string,
  values: Values = [],
  transaction?: Transaction,
): Promise<z.output<Row>[]> {
  const rows = await db.query<object>(bind(sql, values), {
    type: QueryTypes.SELECT,
    ...scopeOf(transaction),
  });
  return rows.map((each) => {
    const read = row.safeParse(each);
    if (read.success) return read.data;
    const issues = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new Error(`a row does not match its schema: ${issues.join('; ')}`);
  });
}

/** Runs a statement other than SELECT. `affectedRows` counts the rows that changed, not those that matched. */
export async function insert(
  db: Sequelize,
  sql: string,
  values: Values = [],
  transaction?: Transaction,
): Promise<{ insertId: number; affectedRows: number }> {
  // This query type returns the insert ID and the number of affected rows for any statement.
  const [insertId, affectedRows] = await db.query(bind(sql, values), {
    type: QueryTypes.INSERT,
    ...scopeOf(transaction),
  });
  return { insertId, affectedRows };
}

/** Like `insert`, but returns only the number of changed rows. */
export async function execute(
  db: Sequelize,
  sql: string,
  values: Values = [],
  transaction?: Transaction,
): Promise<number> {
  return (await insert(db, sql, values, transaction)).affectedRows;
}

/**
 * Returns SQL that converts an instant to milliseconds since 1970, which are cheaper to read than a DATETIME. Doesn't
 * use UNIX_TIMESTAMP, because on many servers it ends in 2038.
 */
export const millisecondsOf = (column: string): string =>
  `TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00', ${column}) DIV 1000`;

/** Returns the column list of a SELECT, aliasing each column to its name in the row's schema. */
export const columnList = (columns: Readonly<Record<string, string>>): string =>
  Object.entries(columns)
    .map(([name, expression]) => `${expression} AS ${name}`)
    .join(', ');

/** Column types for row schemas. */
export const column = {
  /** For numbers of any kind, including counts. IDs and amounts stay below 2^53. */
  number: z.number(),
  /** For sums, which are DECIMAL for the driver and arrive as text. */
  whole: z
    .union([
      z.number(),
      z
        .string()
        .regex(/^-?\d+$/)
        .transform(Number),
    ])
    .pipe(z.int()),
  text: z.string(),
  /** Stored as 0 or 1. */
  flag: z.union([z.literal(0), z.literal(1)]).transform((value) => value === 1),
  bytes: z.instanceof(Buffer),
  instant: z.date(),
  /** For columns selected with `millisecondsOf`. */
  milliseconds: z.number().transform((value) => new Date(value)),
} as const;

/** For a column of JSON text. */
export const jsonColumn = <T extends z.ZodType>(schema: T) =>
  column.text.transform((text): z.output<T> => schema.parse(JSON.parse(text)));

/**
 * For a text column that holds one of a few known words. The words aren't validated: after a rollback to an earlier
 * release, rows may contain words that only the later release knows.
 */
export const wordColumn = <Word extends string>() =>
  z.custom<Word>((value) => typeof value === 'string', 'expected text');
