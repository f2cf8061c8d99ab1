/** An owner, another customer and an administrator, signed in once and put back before each test: signing in is slow. */
import { QueryTypes, type Sequelize } from 'sequelize';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { PortalOptions } from '#proofs/shop/portal.ts';
import type { TestDatabase } from '#tests/support/database/database.ts';
import { type AccountPortal, startAccountPortal } from '#tests/support/portal/account-portal.ts';

export interface Person {
  id: number;
  email: string;
  cookie: string;
}

export interface People {
  portal: AccountPortal;
  owner: Person;
  other: Person;
  administrator: Person;
}

const tables = ['users', 'accounts', 'sessions'] as const;

async function putBack(
  db: Sequelize,
  table: string,
  rows: readonly Record<string, unknown>[],
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first);
  await db.query(
    `INSERT INTO ${table} (${columns.map((column) => `\`${column}\``).join(', ')}) VALUES ${rows
      .map(() => `(${columns.map(() => '?').join(', ')})`)
      .join(', ')}`,
    { replacements: rows.flatMap((row) => columns.map((column) => row[column] ?? null)) },
  );
}

/** The owner's name is marked, so that it can be looked for in answers to others. */
export const ownersMark = 'Nora Lindqvist-Onlyhers';

/** Call it after `useDatabase`, which empties the tables first. */
export function usePeople(
  database: TestDatabase,
  options: () => Omit<PortalOptions, 'databaseUrl'> = () => ({}),
): People {
  const people = {} as People;
  const saved = new Map<string, Record<string, unknown>[]>();
  beforeAll(async () => {
    const { db, url } = database;
    const portal = await startAccountPortal({ databaseUrl: url, db, ...options() });
    const person = async (email: string): Promise<Person> => {
      const id = await portal.customer(email);
      const { jar } = await portal.signedIn(email);
      return { id, email, cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') };
    };
    Object.assign(people, {
      portal,
      owner: await person('nora.onlyhers@example.test'),
      other: await person('eve@example.test'),
      administrator: await person('root@example.test'),
    });
    await db.query('UPDATE users SET instance_administrator = 1 WHERE id = ?', {
      replacements: [people.administrator.id],
    });
    await db.query('UPDATE users SET name = ? WHERE id = ?', { replacements: [ownersMark, people.owner.id] });
    for (const table of tables) {
      saved.set(
        table,
        await db.query<Record<string, unknown>>(`SELECT * FROM ${table}`, { type: QueryTypes.SELECT }),
      );
    }
  });
  beforeEach(async () => {
    for (const table of tables) await putBack(database.db, table, saved.get(table) ?? []);
  });
  afterAll(() => people.portal?.stop());
  return people;
}
