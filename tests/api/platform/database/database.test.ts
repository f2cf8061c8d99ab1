/**
 * Tests the database behavior that the server relies on: SQL mode, timeouts, retries of conflicting transactions, and
 * the schema check.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join, resolve } from 'node:path';
import { pino } from 'pino';
import { DatabaseError, QueryTypes, type Sequelize } from 'sequelize';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { migrateUp } from '#db/migrate.ts';
import { missingMigrations, schemaIsCurrent } from '#db/schema-is-current.ts';
import { startPortal } from '#proofs/shop/portal.ts';
import { type DatabaseServer, startLocalServer } from '#scripts/local-server/local-server.ts';
import { buildDeps } from '#server/build-deps.ts';
import { revokeClient } from '#server/features/instances/revoke-client.ts';
import { rotateClientSecret } from '#server/features/instances/secrets/rotate-client-secret.ts';
import { openDatabase } from '#server/platform/database/connection.ts';
import { isDatabaseUnreachable } from '#server/platform/database/failure-kinds.ts';
import { select } from '#server/platform/database/statements.ts';
import {
  ConcurrencyConflictError,
  isConcurrencyConflict,
  withTransaction,
} from '#server/platform/database/transactions.ts';
import { repeat } from '#server/platform/scheduling/periodic-task.ts';
import { watchSchema } from '#server/watch-schema.ts';
import { isEveryCase } from '#tests/support/cases/some-of.ts';
import { makeDatabase, useDatabase } from '#tests/support/database/database.ts';
import { testConfig } from '#tests/support/portal/instance-server.ts';

const test = useDatabase();

async function firstRow<T extends object>(db: Sequelize, sql: string): Promise<T | undefined> {
  const [row] = await db.query<T>(sql, { type: QueryTypes.SELECT });
  return row;
}

const askToken = (url: string, clientId: string) =>
  fetch(`${url}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: 'guessed',
      scope: 'manage-key',
    }),
  });

describe('A server with NO_BACKSLASH_ESCAPES and READ UNCOMMITTED', () => {
  let folder: string;
  let server: DatabaseServer;
  let db: Sequelize;
  beforeAll(async () => {
    mkdirSync('.data', { recursive: true });
    folder = mkdtempSync(join(resolve('.data'), 'database-test-'));
    server = await startLocalServer({
      databases: ['portal'],
      programArguments: [
        '--sql-mode=NO_BACKSLASH_ESCAPES,ANSI_QUOTES',
        '--transaction-isolation=READ-UNCOMMITTED',
      ],
      folder,
      packagesFolder: resolve('.data/packages'),
      templateFolder: resolve('.data/templates'),
      keep: false,
      log: () => undefined,
    });
    await server.createDatabase('portal');
    db = openDatabase({ url: server.url('portal') });
    await migrateUp(db);
  });
  afterAll(async () => {
    await db.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('keeps user input out of SQL statements', async () => {
    const text = `' UNION SELECT 'ours' -- `;
    const rows = await db.query<{ text: string }>('SELECT ? AS text', {
      type: QueryTypes.SELECT,
      replacements: [text],
    });
    expect(rows).toEqual([{ text }]);
    const portal = await startPortal({ databaseUrl: server.url('portal') });
    try {
      const id = `' UNION SELECT id,name,product,secret_hash,NULL,SLEEP(2),NOW() FROM instance_clients -- `;
      const answer = await askToken(portal.url, id);
      expect([answer.status, await answer.json()]).toMatchObject([401, { error: 'invalid_client' }]);
      expect(portal.log.filter((line) => Number(line.level) >= 50)).toEqual([]);
    } finally {
      await portal.stop();
    }
  });

  it("gets the portal's SQL mode and REPEATABLE READ on every connection", async () => {
    expect(await firstRow(db, 'SELECT @@SESSION.sql_mode AS mode')).toEqual({
      mode: 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',
    });
    expect(
      await firstRow(
        db,
        "SHOW SESSION VARIABLES WHERE Variable_name IN ('tx_isolation', 'transaction_isolation')",
      ),
    ).toMatchObject({ Value: 'REPEATABLE-READ' });
  });
});

describe("A client id that the database can't store", () => {
  it.each(['é', '漢字', '\u{1f511}', 'a b', 'x'.repeat(37), 'tab\t'])(
    '%j gets invalid_client from the token endpoint',
    async (id) => {
      const portal = await startPortal({ databaseUrl: test.url });
      try {
        const answer = await askToken(portal.url, id);
        expect([answer.status, await answer.json()]).toMatchObject([401, { error: 'invalid_client' }]);
        expect(portal.log.filter((line) => Number(line.level) >= 50)).toEqual([]);
      } finally {
        await portal.stop();
      }
    },
  );

  it('is unknown to the commands that change a client', async () => {
    const db = openDatabase({ url: test.url });
    const config = testConfig(test.url);
    const deps = buildDeps({ config, db, log: pino({ level: 'silent' }), clock: { now: () => new Date() } });
    expect(await rotateClientSecret(deps, { clientId: 'é', revokeTokens: true })).toEqual({
      status: 'unknown',
    });
    expect(await revokeClient(deps, 'é')).toEqual({ status: 'unknown' });
    expect(await deps.instanceClients.findById('é')).toBeNull();
    await db.close();
  });
});

describe('A database that stops responding', () => {
  async function failureOf(work: Promise<unknown>): Promise<unknown> {
    return work.then(
      () => null,
      (error: unknown) => error,
    );
  }

  it('is unreachable after the time limit for plain, prepared and transactional statements', async () => {
    const db = openDatabase({ url: test.url, answerWithinMs: 200 });
    const never = 'SELECT SLEEP(30)';
    const failures = await Promise.all([
      failureOf(db.query(never)),
      failureOf(db.query('SELECT SLEEP($1)', { bind: [30] })),
      failureOf(select(db, z.object({}), 'SELECT SLEEP(?)', [30])),
      failureOf(withTransaction(db, (transaction) => db.query(never, { transaction }))),
    ]);
    expect(failures.map(isDatabaseUnreachable)).toEqual([true, true, true, true]);
    expect(await firstRow(db, 'SELECT 1 AS one')).toEqual({ one: 1 });
    await db.close();
  });

  // Runs only with EVERY_CASE, because the driver waits three seconds for a connection.
  if (isEveryCase)
    it('is unreachable when it accepts a connection and stays silent', async () => {
      const callers = new Set<Socket>();
      const mute = createServer((socket) => void callers.add(socket));
      await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
      const { port } = mute.address() as { port: number };
      const db = openDatabase({ url: `mysql://root:x@127.0.0.1:${port}/portal` });
      expect(isDatabaseUnreachable(await failureOf(db.query('SELECT 1')))).toBe(true);
      await db.close();
      for (const caller of callers) caller.destroy();
      await new Promise((resolve) => mute.close(resolve));
    });

  it('keeps an idle connection open longer than the response limit', async () => {
    const db = openDatabase({ url: test.url, answerWithinMs: 800 });
    const id = () => firstRow<{ id: number }>(db, 'SELECT CONNECTION_ID() AS id');
    const first = await id();
    const begun = performance.now();
    // A busy machine may need a while to answer, so the limit is not shorter.
    await expect.poll(() => performance.now() - begun, { timeout: 5_000 }).toBeGreaterThan(1_000);
    expect(await id()).toEqual(first);
    await db.close();
  });

  it.each([
    [1047, 'WSREP has not yet prepared node for application use'],
    [1053, 'Server shutdown in progress'],
    [1290, 'running with the --read-only option'],
    [1836, 'Running in read-only mode'],
    [1927, 'Connection was killed'],
  ])('reports an outage for error %i (%s)', (errno, message) => {
    const error = new DatabaseError(Object.assign(new Error(message), { errno, sql: 'SELECT 1' }));
    expect(isDatabaseUnreachable(new Error('the endpoint failed', { cause: error }))).toBe(true);
  });

  it('reports no outage for an invalid statement', async () => {
    expect(isDatabaseUnreachable(await failureOf(test.db.query('SELECT nothing_of_the_kind')))).toBe(false);
  });

  it("doesn't block stopping: unfinished background work is abandoned and logged", async () => {
    const logged: string[] = [];
    const log = pino({}, { write: (line: string) => void logged.push(JSON.parse(line).msg) });
    let wasTold = false;
    const endless = (stopped: AbortSignal) => {
      stopped.addEventListener('abort', () => {
        wasTold = true;
      });
      return new Promise<never>(() => undefined);
    };
    await repeat(1, endless, log, { stopWithinMs: 20 }).stop();
    expect(wasTold).toBe(true);
    expect(logged).toEqual(['a round of background work did not finish in time and was abandoned']);
    await repeat(1, async () => undefined, log).stop();
    expect(logged).toHaveLength(1);
  });
});

describe('Concurrent transactions', () => {
  const addCustomer = (id: number) =>
    test.db.query(
      `INSERT INTO users (id, name, email, number_of_employees, created_at, updated_at)
       VALUES (?, 'N', ?, 0, NOW(), NOW())`,
      { replacements: [id, `${id}@example.test`] },
    );

  it('all succeed through retries when eight increment the same row', async () => {
    await addCustomer(1);
    const countOne = () =>
      withTransaction(test.db, async (transaction) => {
        const [row] = await test.db.query<{ seen: number }>(
          'SELECT number_of_employees AS seen FROM users WHERE id = 1',
          { type: QueryTypes.SELECT, transaction },
        );
        const changed = await test.db.query(
          'UPDATE users SET number_of_employees = :next WHERE id = 1 AND number_of_employees = :seen',
          {
            replacements: { seen: row?.seen, next: Number(row?.seen) + 1 },
            type: QueryTypes.BULKUPDATE,
            transaction,
          },
        );
        if (changed !== 1) throw new ConcurrencyConflictError('the count');
      });
    await Promise.all(Array.from({ length: 8 }, countOne));
    expect(await firstRow(test.db, 'SELECT number_of_employees AS counted FROM users')).toEqual({
      counted: 8,
    });
  });

  it('both succeed after a deadlock', async () => {
    await addCustomer(1);
    await addCustomer(2);
    let met = 0;
    let bothMet = () => {};
    const meeting = new Promise<void>((resolve) => {
      bothMet = resolve;
    });
    let runs = 0;
    const cross = (first: number, second: number) =>
      withTransaction(test.db, async (transaction) => {
        runs += 1;
        const sql = 'UPDATE users SET number_of_employees = number_of_employees + 1 WHERE id = ?';
        await test.db.query(sql, { replacements: [first], transaction });
        met += 1;
        if (met === 2) bothMet();
        await meeting;
        await test.db.query(sql, { replacements: [second], transaction });
      });
    await Promise.all([cross(1, 2), cross(2, 1)]);
    expect(runs).toBe(3);
    expect(await firstRow(test.db, 'SELECT SUM(number_of_employees) AS sum FROM users')).toEqual({
      sum: '4',
    });
  });

  it('fail as a conflict after eight runs, and immediately for any other error', async () => {
    let runs = 0;
    const losing = withTransaction(test.db, () => {
      runs += 1;
      return Promise.reject(new ConcurrencyConflictError('the row'));
    });
    await expect(losing).rejects.toSatisfy(isConcurrencyConflict);
    expect(runs).toBe(8);

    const deadlock = new DatabaseError(Object.assign(new Error('Deadlock'), { errno: 1213, sql: '' }));
    const locked = withTransaction(test.db, () => Promise.reject(deadlock));
    await expect(locked).rejects.toMatchObject({ name: 'ConcurrencyConflictError', cause: deadlock });

    runs = 0;
    const faulty = withTransaction(test.db, (transaction) => {
      runs += 1;
      return test.db.query('SELECT nothing_of_the_kind', { transaction });
    });
    await expect(faulty).rejects.toSatisfy((error) => !isConcurrencyConflict(error));
    expect(runs).toBe(1);
  });

  it('one that inserts the same duplicate twice fails after its second attempt', async () => {
    await addCustomer(1);
    let runs = 0;
    const adding = (ids: () => number) =>
      withTransaction(test.db, async (transaction) => {
        runs += 1;
        await test.db.query(
          `INSERT INTO users (id, name, email, created_at, updated_at) VALUES (?, 'N', ?, NOW(), NOW())`,
          { replacements: [ids(), `${runs}@new.test`], transaction },
        );
      });
    await expect(adding(() => 1)).rejects.toMatchObject({ name: 'SequelizeUniqueConstraintError' });
    expect(runs).toBe(2);

    // Each attempt conflicts with a different row, so the conflict isn't permanent and the transaction is retried.
    for (const id of [2, 3]) await addCustomer(id);
    const ids = [1, 2, 3, 4];
    runs = 0;
    await adding(() => ids[runs - 1] ?? 0);
    expect(runs).toBe(4);
  });
});

describe('The schema check', () => {
  it('queries the database until the schema is current, then caches the result', async () => {
    const database = await makeDatabase('readiness');
    const queries: string[] = [];
    const db = openDatabase({ url: database.url, logQuery: (sql) => queries.push(sql) });
    try {
      expect(await schemaIsCurrent(db)).toBe(false);
      await migrateUp(db);
      await db.query("DELETE FROM schema_migrations WHERE name LIKE '%instances'");
      expect(await schemaIsCurrent(db)).toBe(false);
      await migrateUp(db);
      await db.query("INSERT INTO schema_migrations VALUES ('2099.01.01T00.of-a-newer-build', NOW())");
      expect(await schemaIsCurrent(db)).toBe(true);
      queries.length = 0;
      expect(await schemaIsCurrent(db)).toBe(true);
      expect(queries).toEqual([]);
    } finally {
      await db.close();
      await database.drop();
    }
  });

  it('logs the pending migrations once and their completion once', async () => {
    const database = await makeDatabase('waiting');
    const db = openDatabase({ url: database.url });
    const lines: Record<string, unknown>[] = [];
    const log = pino(
      { base: null, timestamp: false },
      { write: (line) => void lines.push(JSON.parse(line)) },
    );
    try {
      await migrateUp(db);
      await db.query("DELETE FROM schema_migrations WHERE name LIKE '%instances'");
      const isCurrent = watchSchema(() => missingMigrations(db), log);
      expect([await isCurrent(), await isCurrent()]).toEqual([false, false]);
      await migrateUp(db);
      expect([await isCurrent(), await isCurrent()]).toEqual([true, true]);
      expect(lines).toEqual([
        {
          level: 50,
          migrations: ['2026.11.23T03.instances'],
          count: 1,
          msg: 'migrations are pending: run the command `migrate`',
        },
        { level: 30, msg: 'all migrations are applied' },
      ]);
    } finally {
      await db.close();
      await database.drop();
    }
  });

  it('rejects when the database is unreachable', async () => {
    const db = openDatabase({ url: 'mysql://root:x@127.0.0.1:1/portal' });
    await expect(schemaIsCurrent(db)).rejects.toSatisfy(isDatabaseUnreachable);
    await db.close();
  });
});
