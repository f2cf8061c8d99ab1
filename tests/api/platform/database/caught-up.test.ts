/**
 * Tests that a read that found nothing is repeated only on a Galera node, because such a node may lag behind the
 * others.
 */
import type { Sequelize } from 'sequelize';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { sequelizeAdapter } from '#server/features/identity/better-auth/sequelize-adapter.ts';
import { selectCaughtUp } from '#server/platform/database/caught-up.ts';
import { openDatabase } from '#server/platform/database/connection.ts';
import { column } from '#server/platform/database/statements.ts';
import { useDatabase } from '#tests/support/database/database.ts';

const database = useDatabase();
let db: Sequelize;
let asked: string[];
beforeEach(() => {
  asked = [];
  db = openDatabase({ url: database.url, poolSize: 1, logQuery: (sql) => asked.push(sql) });
});
afterEach(() => db.close());

const Row = z.object({ n: column.number });
const caughtUp = () => selectCaughtUp(db, Row, 'SELECT ? AS n', [7]);
const isAboutVariables = (sql: string) => sql.includes('SHOW GLOBAL VARIABLES');
const waiting = () => asked.filter((sql) => sql.includes('SET STATEMENT wsrep_sync_wait = 1 FOR SELECT'));

/**
 * Makes the server appear to have these variables. Removes the `wsrep_sync_wait` prefix from other queries, because
 * only a cluster understands it.
 */
function pretend(variables: Record<string, string>): void {
  const query = db.query.bind(db) as (sql: string, options?: object) => Promise<unknown>;
  const rows = Object.entries(variables).map(([name, Value]) => ({ Variable_name: name, Value }));
  vi.spyOn(db, 'query').mockImplementation((async (sql: string, options?: object) => {
    asked.push(sql);
    if (isAboutVariables(sql)) return rows;
    return query(sql.replace('SET STATEMENT wsrep_sync_wait = 1 FOR ', ''), options);
  }) as typeof db.query);
}

test("A server outside a cluster is checked once and empty reads aren't repeated", async () => {
  expect(await caughtUp()).toEqual([]);
  expect(await caughtUp()).toEqual([]);
  expect(asked.filter(isAboutVariables)).toHaveLength(1);
  expect(waiting()).toEqual([]);
});

test.each([
  [{ version: '10.11.6-MariaDB-log', wsrep_on: 'ON' }, [{ n: 7 }]],
  [{ version: '10.11.6-MariaDB-log', wsrep_on: 'OFF' }, []],
  [{ version: '8.0.36-28.1', wsrep_on: 'ON' }, []],
  [{ version: '8.4.0' }, []],
])('With server variables %j, a repeated read returns %j', async (variables, rows) => {
  pretend(variables);
  expect(await caughtUp()).toEqual(rows);
  expect(waiting()).toHaveLength(rows.length);
});

test('A failed cluster check runs again on the next read', async () => {
  vi.spyOn(db, 'query').mockRejectedValueOnce(new Error('away'));
  await expect(caughtUp()).rejects.toThrow('away');
  expect(await caughtUp()).toEqual([]);
  expect(asked.filter(isAboutVariables)).toHaveLength(1);
});

test("On a cluster, an empty session lookup is repeated and other lookups aren't", async () => {
  pretend({ version: '10.11.6-MariaDB', wsrep_on: 'ON' });
  const adapter = sequelizeAdapter({ db, onFailure: () => undefined })({
    session: { modelName: 'sessions', fields: { userId: 'user_id' } },
    user: { modelName: 'users' },
  });
  const where = [{ field: 'id', value: '1' }];
  expect(await adapter.findOne({ model: 'user', where })).toBeNull();
  expect(waiting()).toEqual([]);
  expect(await adapter.findOne({ model: 'session', where })).toBeNull();
  expect(waiting()).toHaveLength(1);
});
