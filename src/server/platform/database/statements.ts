/**
 * The one way to ask the database in SQL. Models (`define-model`) are for rows that are things; everything else, and
 * what is read often, is a statement. Values are bound, instants keep their milliseconds, and the rows of a SELECT are
 * checked against a schema, so that a column that was renamed or left out fails where it is read.
 */
import mysql from 'mysql2';
import { QueryTypes, type Sequelize, type Transaction } from 'sequelize';
import { z } from 'zod';

export type Parameter = string | number | boolean | Buffer | Date | null;
type Value = Parameter | readonly Parameter[];

/**
 * One value for each `?` in order, or values by name for `:name`. A list, which must not be empty, becomes what stands
 * between the brackets of `IN (…)`. SQL text given here holds neither character for anything else.
 */
export type Values = readonly Value[] | Readonly<Record<string, Value | undefined>>;

const isList = <T>(values: T): values is Extract<T, readonly unknown[]> => Array.isArray(values);

/**
 * As SQL, in UTC like the session (`openDatabase`). The driver escapes, because Sequelize drops the milliseconds. Objects,
 * which no type allows here, would become a string and not a list of assignments.
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

/** Runs a SELECT. Throws when a row does not match `row`, which is then a mistake in the SQL or in the schema. */
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
    throw new Error(`a row was read that is not as its schema says: ${issues.join('; ')}`);
  });
}

/** Runs any other statement. `affectedRows` counts the rows that changed, not those that were found. */
export async function insert(
  db: Sequelize,
  sql: string,
  values: Values = [],
  transaction?: Transaction,
): Promise<{ insertId: number; affectedRows: number }> {
  // The type of query whose result holds both numbers, whatever the statement is.
  const [insertId, affectedRows] = await db.query(bind(sql, values), {
    type: QueryTypes.INSERT,
    ...scopeOf(transaction),
  });
  return { insertId, affectedRows };
}

/** As `insert`, but returns only how many rows have changed. */
export async function execute(
  db: Sequelize,
  sql: string,
  values: Values = [],
  transaction?: Transaction,
): Promise<number> {
  return (await insert(db, sql, values, transaction)).affectedRows;
}

/** An instant as milliseconds since 1970, in SQL: cheaper to read than a DATETIME. UNIX_TIMESTAMP ends in 2038 on many servers. */
export const millisecondsOf = (column: string): string =>
  `TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00', ${column}) DIV 1000`;

/** The columns of a SELECT, each under the name that its row's schema has. */
export const columnList = (columns: Readonly<Record<string, string>>): string =>
  Object.entries(columns)
    .map(([name, expression]) => `${expression} AS ${name}`)
    .join(', ');

/** What columns hold, for the schemas of rows. */
export const column = {
  /** Also what counts. Ids and amounts stay below 2^53. */
  number: z.number(),
  text: z.string(),
  /** 0 or 1. */
  flag: z.union([z.literal(0), z.literal(1)]).transform((value) => value === 1),
  bytes: z.instanceof(Buffer),
  instant: z.date(),
  /** Read by `millisecondsOf`. */
  milliseconds: z.number().transform((value) => new Date(value)),
} as const;

/**
 * A text column with a few known words. They are not checked: after a step back to an earlier release, rows may hold
 * words of the later one.
 */
export const wordColumn = <Word extends string>() =>
  z.custom<Word>((value) => typeof value === 'string', 'expected text');
