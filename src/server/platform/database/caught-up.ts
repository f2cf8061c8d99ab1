/**
 * Reads that wait until a node of a Galera cluster has applied what the other nodes have committed. Plain reads there
 * may be some milliseconds behind (MariaDB, "wsrep_sync_wait"), so a row that was just written through another node
 * is missing.
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
  // Percona XtraDB Cluster has `wsrep_on` too, but no SET STATEMENT.
  return /mariadb/i.test(values.get('version') ?? '') && values.get('wsrep_on')?.toUpperCase() === 'ON';
}

/** Whether the server is a MariaDB node of a Galera cluster. Asked once per pool; a failure is not remembered. */
function isGaleraNode(db: Sequelize): Promise<boolean> {
  const known = answers.get(db);
  if (known !== undefined) return known;
  const asked = askServer(db);
  answers.set(db, asked);
  asked.catch(() => answers.delete(db));
  return asked;
}

/**
 * Repeats a SELECT that found nothing, outside any transaction, once the node has caught up. Returns no rows, without
 * a query, where the server is no Galera node: there, the first look was up to date. Throws if the node does not catch
 * up in time, which counts as a database that cannot do its work now.
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
