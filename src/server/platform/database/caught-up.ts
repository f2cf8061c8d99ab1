/**
 * Repeats a read on a Galera cluster node after the node has applied everything that the other nodes have committed. A
 * plain read can lag by a few milliseconds (MariaDB, "wsrep_sync_wait") and miss a row that was just written through
 * another node.
 */
import type { Sequelize } from 'sequelize';
import { z } from 'zod';
import { column, select, type Values } from './statements.ts';

const Variable = z.object({ Variable_name: column.text, Value: column.text });

const answers = new WeakMap<Sequelize, Promise<boolean>>();

async function askServer(db: Sequelize): Promise<boolean> {
  const sql = "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('version', 'wsrep_on')";
  const values = new Map(
    (await select(db, Variable, sql)).map((row) => [row.Variable_name.toLowerCase(), row.Value]),
  );
  // Percona XtraDB Cluster has `wsrep_on` too, but doesn't support SET STATEMENT.
  return /mariadb/i.test(values.get('version') ?? '') && values.get('wsrep_on')?.toUpperCase() === 'ON';
}

/**
 * Returns whether the server is a MariaDB node of a Galera cluster. The result is cached per connection pool; a failed
 * check isn't cached.
 */
function isGaleraNode(db: Sequelize): Promise<boolean> {
  const known = answers.get(db);
  if (known !== undefined) return known;
  const asked = askServer(db);
  answers.set(db, asked);
  asked.catch(() => answers.delete(db));
  return asked;
}

/**
 * Repeats a SELECT that found no rows, after the node has caught up with its cluster. Must be called outside
 * transactions. On other servers the first result was already up to date, so this returns no rows without querying
 * again. If the node doesn't catch up in time, throws an error that `isDatabaseUnreachable` recognizes.
 */
export async function selectCaughtUp<Row extends z.ZodType>(
  db: Sequelize,
  row: Row,
  sql: string,
  values: Values = [],
): Promise<z.output<Row>[]> {
  if (!(await isGaleraNode(db))) return [];
  return select(db, row, `SET STATEMENT wsrep_sync_wait = 1 FOR ${sql}`, values);
}
