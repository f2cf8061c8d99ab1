/**
 * Provides an owner, another customer and an administrator. They sign in only once, because signing in is slow, and
 * their rows are restored before each test.
 */
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { PortalOptions } from '#proofs/shop/portal.ts';
import type { TestDatabase } from '#tests/support/database/database.ts';
import { type KeptRows, keepRows, putBack } from '#tests/support/database/kept-rows.ts';
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

/** The owner's name. It is distinctive, so that tests can search for it in responses to other users. */
export const ownersMark = 'Nora Lindqvist-Onlyhers';

/**
 * Provides these three users to a test file. Call it after `useDatabase`, which empties the tables before each test.
 */
export function usePeople(
  database: TestDatabase,
  options: () => Omit<PortalOptions, 'databaseUrl'> = () => ({}),
): People {
  const people = {} as People;
  let saved: KeptRows;
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
    await db.query(
      "UPDATE users SET instance_administrator = 1, administrator_role = 'administrator' WHERE id = ?",
      { replacements: [people.administrator.id] },
    );
    await db.query('UPDATE users SET name = ? WHERE id = ?', { replacements: [ownersMark, people.owner.id] });
    saved = await keepRows(db, ['users', 'accounts', 'sessions']);
  });
  beforeEach(() => putBack(database.db, saved));
  afterAll(() => people.portal?.stop());
  return people;
}
