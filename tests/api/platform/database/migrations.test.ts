/**
 * Tests that migrations run up, down and up again, and from two machines at once. Also tests that the schema rules out
 * invalid states.
 */
import { QueryTypes, type Sequelize } from 'sequelize';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ForeignDatabase, migrateDown, migrateUp } from '#db/migrate.ts';
import { withMigrationLease } from '#db/migration-lease.ts';
import { answerLimits, openDatabase } from '#server/platform/database/connection.ts';
import { someOf } from '#tests/support/cases/some-of.ts';
import { makeDatabase, useDatabase } from '#tests/support/database/database.ts';

const bookkeeping = ['schema_migration_lease', 'schema_migrations'];

async function describeSchema(db: Sequelize): Promise<Record<string, string>> {
  const rows = await db.query<{ name: string }>(
    'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY name',
    { type: QueryTypes.SELECT },
  );
  const schema: Record<string, string> = {};
  for (const { name } of rows) {
    const [row] = await db.query<Record<string, string>>(`SHOW CREATE TABLE \`${name}\``, {
      type: QueryTypes.SELECT,
    });
    schema[name] = (row?.['Create Table'] ?? '').replace(/ AUTO_INCREMENT=\d+/, '');
  }
  return schema;
}

/** A database migrated without interruption, for comparison. */
const whole = useDatabase();

describe('Migrations', () => {
  let database: Awaited<ReturnType<typeof makeDatabase>>;
  let db: Sequelize;
  beforeEach(async () => {
    database = await makeDatabase('migrations');
    db = openDatabase({ url: database.url, answerWithinMs: answerLimits.work });
  });
  afterEach(async () => {
    await db.close();
    await database.drop();
  });

  it('run up, up again without changes, down to nothing, and up to the same schema', async () => {
    const applied = await migrateUp(db);
    const first = await describeSchema(db);
    expect(await migrateUp(db)).toEqual([]);
    expect(applied.length).toBeGreaterThan(0);
    expect(await migrateDown(db)).toEqual([...applied].reverse());
    expect(Object.keys(await describeSchema(db)).sort()).toEqual(bookkeeping);
    expect(await migrateUp(db)).toEqual(applied);
    expect(await describeSchema(db)).toEqual(first);
  });

  it('run once when two machines start them concurrently', async () => {
    const other = openDatabase({ url: database.url, answerWithinMs: answerLimits.work });
    try {
      const [one, two] = await Promise.all([migrateUp(db), migrateUp(other)]);
      expect([...one, ...two].sort()).toEqual([...new Set([...one, ...two])].sort());
      expect(Object.keys(await describeSchema(db))).toContain('licences');
    } finally {
      await other.close();
    }
  });

  /** Runs the migrations until a statement matches. That statement fails as if the process had been killed. */
  async function dieAt(statement: RegExp): Promise<void> {
    const query = db.query.bind(db);
    const spy = vi.spyOn(db, 'query').mockImplementation(((sql: string, options: object) => {
      if (statement.test(sql)) return Promise.reject(new Error('killed'));
      return query(sql, options);
    }) as typeof db.query);
    await expect(migrateUp(db)).rejects.toThrow('killed');
    spy.mockRestore();
  }

  const deaths: [string, RegExp][] = [
    ['after the first table', /TABLE IF NOT EXISTS sessions/],
    ['in the middle', /TABLE IF NOT EXISTS licence_keys/],
    ['before a step that was done is noted', /^INSERT INTO schema_migrations/],
  ];

  it.each(someOf(deaths, 1))('that died %s are completed by the next run', async (_when, statement) => {
    await dieAt(statement);
    await migrateUp(db);
    expect(await describeSchema(db)).toEqual(await describeSchema(whole.db));
  });

  it('refuse to run in a database with unrelated tables', async () => {
    await db.query('CREATE TABLE users (id INT PRIMARY KEY)');
    await expect(migrateUp(db)).rejects.toThrow(ForeignDatabase);
    expect(Object.keys(await describeSchema(db))).toEqual(['users']);
  });
});

describe('The migration lease', () => {
  let database: Awaited<ReturnType<typeof makeDatabase>>;
  let db: Sequelize;
  beforeAll(async () => {
    database = await makeDatabase('migrated');
    db = openDatabase({ url: database.url, answerWithinMs: answerLimits.work });
    await migrateUp(db);
  });
  afterEach(() => db.query("UPDATE schema_migration_lease SET holder = NULL, held_until = '2000-01-01'"));
  afterAll(async () => {
    await db?.close();
    await database?.drop();
  });

  const holdLease = (seconds: number) =>
    db.query(
      `UPDATE schema_migration_lease SET holder = 'of a dead machine', held_until = UTC_TIMESTAMP() + INTERVAL ${seconds} SECOND`,
    );

  it('makes another machine wait with a message, and continue once it expires', async () => {
    await holdLease(60);
    const said: string[] = [];
    let died: Promise<unknown> | undefined;
    const say = (line: string) => {
      said.push(line);
      died = holdLease(-1);
    };
    expect(await migrateUp(db, { say })).toEqual([]);
    await died;
    expect(said).toEqual([
      expect.stringMatching(/another machine is migrating.*expires at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/i),
    ]);
  });

  it('is taken over immediately once expired', async () => {
    await holdLease(-1);
    const said: string[] = [];
    await migrateUp(db, { say: (line) => said.push(line) });
    expect(said).toEqual([]);
  });

  const holderOf = async () => {
    const [row] = await db.query<{ holder: string | null; until: string }>(
      'SELECT holder, CAST(held_until AS CHAR) AS until FROM schema_migration_lease',
      { type: QueryTypes.SELECT },
    );
    return row;
  };

  it('is renewed while held and released at the end', async () => {
    await withMigrationLease(
      db,
      async (assertHeld) => {
        const before = await holderOf();
        await expect.poll(async () => (await holderOf())?.until).not.toBe(before?.until);
        expect((await holderOf())?.holder).toBe(before?.holder);
        expect(assertHeld).not.toThrow();
      },
      { leaseSeconds: 6 },
    );
    expect((await holderOf())?.holder).toBeNull();
  });

  it('makes its holder stop before the next step when another machine has taken it over', async () => {
    await withMigrationLease(
      db,
      async (assertHeld) => {
        await holdLease(60);
        await vi.waitFor(() => expect(assertHeld).toThrow(/may be migrating/), { timeout: 60_000 });
      },
      { leaseSeconds: 1 },
    );
    expect((await holderOf())?.holder).toBe('of a dead machine');
  });
});

describe('The schema', () => {
  const insert = (sql: string) => whole.db.query(sql, { type: QueryTypes.INSERT });

  beforeEach(async () => {
    await insert(
      `INSERT INTO users (id, name, email, created_at, updated_at) VALUES (1, 'Nora', 'nora@example.test', NOW(), NOW())`,
    );
    await insert(`INSERT INTO plans (id, product, friendly_name, description, plan_name, plan_id_on_paddle, price_minor, price_currency, frequency, created_at, updated_at)
      VALUES (1, 'Monica', 'Monthly plan', '', 'monthly', 100, 900, 'USD', 'Monthly', NOW(), NOW())`);
    await insert(`INSERT INTO licences (id, stream, user_id, plan_id, status, subscription_state, quantity, started_on, valid_until_at, created_at, updated_at)
      VALUES (1, 'subscription:1', 1, 1, 'active', 'subscription_created', 1, '2026-01-01', '2026-02-01', NOW(), NOW())`);
  });

  it('allows one licence per subscription', async () => {
    await expect(
      insert(`INSERT INTO licences (stream, plan_id, status, subscription_state, quantity, started_on, valid_until_at, created_at, updated_at)
        VALUES ('subscription:1', 1, 'active', 'x', 1, '2026-01-01', '2026-02-01', NOW(), NOW())`),
    ).rejects.toMatchObject({ name: 'SequelizeUniqueConstraintError' });
  });

  it('allows one current key per licence and any number of retired keys', async () => {
    const key = (hash: string, current: string) =>
      insert(`INSERT INTO licence_keys (licence_id, key_hash, ciphertext, key_version, is_current, valid_from)
        VALUES (1, UNHEX(SHA2('${hash}', 256)), 'x', 'abcd', ${current}, NOW())`);
    await key('a', '1');
    await key('b', 'NULL');
    await key('c', 'NULL');
    await expect(key('d', '1')).rejects.toMatchObject({ name: 'SequelizeUniqueConstraintError' });
    await expect(key('e', '0')).rejects.toThrow(/licence_keys_current_check/);
    await expect(key('a', 'NULL')).rejects.toMatchObject({ name: 'SequelizeUniqueConstraintError' });
  });

  it('prevents deleting a plan that has licences', async () => {
    await expect(whole.db.query('DELETE FROM plans WHERE id = 1')).rejects.toMatchObject({
      name: 'SequelizeForeignKeyConstraintError',
    });
  });

  it('keeps the licence when its customer is deleted', async () => {
    await whole.db.query('DELETE FROM users WHERE id = 1');
    const [row] = await whole.db.query('SELECT user_id FROM licences', { type: QueryTypes.SELECT });
    expect(row).toEqual({ user_id: null });
  });

  it('lets two transactions delete the verifications of different accounts without a lock wait', async () => {
    const values = Array.from({ length: 200 }, (_, user) => `('of ${user}', '${user}', NOW(), NOW(), NOW())`);
    await insert(
      `INSERT INTO verifications (identifier, value, expires_at, created_at, updated_at) VALUES ${values.join(', ')}`,
    );
    await whole.db.query('ANALYZE TABLE verifications');
    const slow = await whole.db.transaction();
    const other = await whole.db.transaction();
    try {
      await whole.db.query("DELETE FROM verifications WHERE value = '7'", { transaction: slow });
      await whole.db.query('SET SESSION innodb_lock_wait_timeout = 1', { transaction: other });
      await whole.db.query("DELETE FROM verifications WHERE identifier = 'of 150'", { transaction: other });
      await whole.db.query("DELETE FROM verifications WHERE value = '99'", { transaction: other });
    } finally {
      await whole.db.query('SET SESSION innodb_lock_wait_timeout = DEFAULT', { transaction: other });
      await other.rollback();
      await slow.rollback();
    }
  });

  it('allows one account per address', async () => {
    await expect(
      insert(
        `INSERT INTO users (name, email, created_at, updated_at) VALUES ('N', 'nora@example.test', NOW(), NOW())`,
      ),
    ).rejects.toMatchObject({ name: 'SequelizeUniqueConstraintError' });
  });
});
