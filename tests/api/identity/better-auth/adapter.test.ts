/** Tests better-auth's storage contract, operator by operator, on the real tables. */
import type { DBAdapter, Where } from '@better-auth/core/db/adapter';
import { beforeEach, describe, expect, test } from 'vitest';
import { authTables } from '#server/features/identity/better-auth/auth-tables.ts';
import { sequelizeAdapter } from '#server/features/identity/better-auth/sequelize-adapter.ts';
import { useDatabase } from '#tests/support/database/database.ts';

const database = useDatabase();
const failures: unknown[] = [];
let adapter: DBAdapter;

interface User {
  id: string;
  name: string;
  email: string;
  emailVerified: boolean;
  country: string | null;
  createdAt: Date;
}

const start = Date.UTC(2026, 10, 23, 8, 0, 0, 123);
const minutesLater = (minutes: number) => new Date(start + minutes * 60_000);

/** Ann's account is the oldest, Dan's the newest. */
const people = [
  { name: 'Ann', email: 'ann@example.com', country: 'FR', emailVerified: true },
  { name: 'Bob 100%', email: 'bob@example.com', country: null, emailVerified: false },
  { name: 'bob_underscore', email: 'b@test.org', country: 'FR', emailVerified: true },
  { name: 'Dan', email: 'dan@test.org', country: 'US', emailVerified: false },
] as const;

async function addPeople(): Promise<User[]> {
  const users: User[] = [];
  for (const [minutes, person] of people.entries()) {
    const at = minutesLater(minutes);
    const data = { ...person, createdAt: at, updatedAt: at };
    users.push(await adapter.create<Record<string, unknown>, User>({ model: 'user', data }));
  }
  return users;
}

const findNames = async (where: Where[]): Promise<string[]> =>
  (
    await adapter.findMany<User>({ model: 'user', where, sortBy: { field: 'createdAt', direction: 'asc' } })
  ).map(({ name }) => name);

let users: User[];

beforeEach(async () => {
  failures.length = 0;
  adapter = sequelizeAdapter({ db: database.db, onFailure: (error) => failures.push(error) })({
    ...authTables,
    advanced: { database: { generateId: 'serial' } },
  });
  users = await addPeople();
});

const idOf = (name: string): string => {
  const found = users.find((user) => user.name === name);
  if (!found) throw new Error(`there is no ${name}`);
  return found.id;
};

describe('create', () => {
  test('returns the row with its generated id, typed booleans, and dates to the millisecond', () => {
    const [ann, bob] = users;
    expect(ann).toMatchObject({
      name: 'Ann',
      emailVerified: true,
      country: 'FR',
      createdAt: minutesLater(0),
    });
    expect(bob).toMatchObject({ emailVerified: false, country: null });
    expect(users.map(({ id }) => id)).toEqual([...new Set(users.map(({ id }) => String(Number(id))))]);
  });

  test('rejects a duplicate unique value with 403, as for a known address', async () => {
    const data = { name: 'Other', email: 'ann@example.com', createdAt: new Date(), updatedAt: new Date() };
    await expect(adapter.create({ model: 'user', data })).rejects.toMatchObject({ statusCode: 403 });
    expect(failures).toHaveLength(1);
    expect(await adapter.count({ model: 'user' })).toBe(people.length);
  });
});

describe('where', () => {
  const cases: [string, Where[], string[]][] = [
    ['eq', [{ field: 'email', value: 'b@test.org' }], ['bob_underscore']],
    ['eq is exact about case', [{ field: 'name', value: 'ann' }], []],
    ['eq may ignore case', [{ field: 'name', value: 'aNN', mode: 'insensitive' }], ['Ann']],
    ['eq null', [{ field: 'country', value: null }], ['Bob 100%']],
    ['eq boolean', [{ field: 'emailVerified', value: true }], ['Ann', 'bob_underscore']],
    ['ne', [{ field: 'country', operator: 'ne', value: 'FR' }], ['Dan']],
    ['ne null', [{ field: 'country', operator: 'ne', value: null }], ['Ann', 'bob_underscore', 'Dan']],
    ['lt', [{ field: 'createdAt', operator: 'lt', value: minutesLater(1) }], ['Ann']],
    ['lte', [{ field: 'createdAt', operator: 'lte', value: minutesLater(1) }], ['Ann', 'Bob 100%']],
    ['gt', [{ field: 'createdAt', operator: 'gt', value: minutesLater(2) }], ['Dan']],
    ['gte', [{ field: 'createdAt', operator: 'gte', value: minutesLater(2) }], ['bob_underscore', 'Dan']],
    ['in', [{ field: 'name', operator: 'in', value: ['Ann', 'Dan', 'Eve'] }], ['Ann', 'Dan']],
    ['in nothing', [{ field: 'name', operator: 'in', value: [] }], []],
    ['in, ignoring case', [{ field: 'name', operator: 'in', value: ['ANN'], mode: 'insensitive' }], ['Ann']],
    [
      'not_in',
      [{ field: 'name', operator: 'not_in', value: ['Ann', 'Dan'] }],
      ['Bob 100%', 'bob_underscore'],
    ],
    ['not_in nothing', [{ field: 'name', operator: 'not_in', value: [] }], people.map(({ name }) => name)],
    ['contains', [{ field: 'email', operator: 'contains', value: '@test' }], ['bob_underscore', 'Dan']],
    ['contains a percent sign', [{ field: 'name', operator: 'contains', value: '0%' }], ['Bob 100%']],
    ['contains no wildcard', [{ field: 'name', operator: 'contains', value: 'A_n' }], []],
    ['starts_with', [{ field: 'name', operator: 'starts_with', value: 'bob_' }], ['bob_underscore']],
    [
      'starts_with, ignoring case',
      [{ field: 'name', operator: 'starts_with', value: 'BOB', mode: 'insensitive' }],
      ['Bob 100%', 'bob_underscore'],
    ],
    ['ends_with', [{ field: 'email', operator: 'ends_with', value: '.org' }], ['bob_underscore', 'Dan']],
    [
      'several, joined by AND',
      [
        { field: 'country', value: 'FR' },
        { field: 'emailVerified', value: true, connector: 'AND' },
        { field: 'name', operator: 'ne', value: 'Ann' },
      ],
      ['bob_underscore'],
    ],
    [
      'several, joined by OR',
      [
        { field: 'name', value: 'Ann', connector: 'OR' },
        { field: 'name', value: 'Dan', connector: 'OR' },
      ],
      ['Ann', 'Dan'],
    ],
    [
      'OR as a group beside AND',
      [
        { field: 'country', value: 'FR' },
        { field: 'name', value: 'Ann', connector: 'OR' },
        { field: 'name', value: 'Dan', connector: 'OR' },
      ],
      ['Ann'],
    ],
    ['a value that looks like SQL', [{ field: 'email', value: "' OR '1'='1" }], []],
    [
      'a pattern that looks like SQL',
      [{ field: 'email', operator: 'contains', value: "%' OR 1=1 -- $1 ?" }],
      [],
    ],
  ];

  test.each(cases)('%s', async (_name, where, expected) => {
    expect(await findNames(where)).toEqual(expected);
    expect(await adapter.count({ model: 'user', where })).toBe(expected.length);
  });

  test('finds a row by its id given as text, and none for another text', async () => {
    expect(await findNames([{ field: 'id', value: idOf('Dan') }])).toEqual(['Dan']);
    expect(await findNames([{ field: 'id', operator: 'in', value: [idOf('Dan'), '0'] }])).toEqual(['Dan']);
  });

  test('looks an id up by the primary key', async () => {
    const [plan] = (await database.db.query('EXPLAIN SELECT * FROM users WHERE `id` = $1', {
      bind: [idOf('Dan')],
    })) as unknown as [{ type: string; key: string }[]];
    expect(plan?.[0]).toMatchObject({ type: 'const', key: 'PRIMARY' });
  });
});

describe('findOne and findMany', () => {
  test('return null when nothing matches', async () => {
    expect(await adapter.findOne({ model: 'user', where: [{ field: 'email', value: 'x@y.z' }] })).toBeNull();
  });

  test('return only the selected fields', async () => {
    const where: Where[] = [{ field: 'name', value: 'Ann' }];
    expect(await adapter.findOne({ model: 'user', where, select: ['email'] })).toEqual({
      email: 'ann@example.com',
    });
  });

  test('sort, limit and offset the rows', async () => {
    const page = await adapter.findMany<User>({
      model: 'user',
      sortBy: { field: 'createdAt', direction: 'desc' },
      limit: 2,
      offset: 1,
    });
    expect(page.map(({ name }) => name)).toEqual(['bob_underscore', 'Bob 100%']);
  });

  test('reject a limit that isn’t an integer', async () => {
    await expect(adapter.findMany({ model: 'user', limit: 1.5 })).rejects.toThrow(RangeError);
    await expect(
      adapter.findMany({ model: 'user', limit: '1; DROP TABLE users' as unknown as number }),
    ).rejects.toThrow(RangeError);
  });

  test('include joined rows', async () => {
    const userId = idOf('Ann');
    const stamps = { createdAt: new Date(), updatedAt: new Date() };
    await adapter.create({
      model: 'account',
      data: { userId, providerId: 'credential', accountId: userId, password: 'x', ...stamps },
    });
    const found = await adapter.findOne<{ account: { userId: string }[] }>({
      model: 'user',
      where: [{ field: 'id', value: userId }],
      join: { account: true },
    });
    expect(found?.account.map((account) => account.userId)).toEqual([userId]);
  });
});

describe('Writes', () => {
  test('update changes one row and returns it, or null when nothing matches', async () => {
    const where: Where[] = [{ field: 'name', value: 'Dan' }];
    const changed = await adapter.update<User>({
      model: 'user',
      where,
      update: { country: 'DE', emailVerified: true },
    });
    expect(changed).toMatchObject({ name: 'Dan', country: 'DE', emailVerified: true });
    expect(await adapter.update({ model: 'user', where: [], update: { country: 'XX' } })).toBeNull();
    expect(
      await adapter.update({
        model: 'user',
        where: [{ field: 'name', value: 'Eve' }],
        update: { country: 'XX' },
      }),
    ).toBeNull();
    expect(await adapter.count({ model: 'user', where: [{ field: 'country', value: 'XX' }] })).toBe(0);
  });

  test('update returns the row even when it already has the values', async () => {
    const where: Where[] = [{ field: 'name', value: 'Ann' }];
    expect(await adapter.update({ model: 'user', where, update: { country: 'FR' } })).toMatchObject({
      country: 'FR',
    });
  });

  test('updateMany, delete and deleteMany change matching rows only', async () => {
    const french: Where[] = [{ field: 'country', value: 'FR' }];
    expect(await adapter.updateMany({ model: 'user', where: french, update: { country: 'BE' } })).toBe(2);
    await adapter.delete({ model: 'user', where: [{ field: 'name', value: 'Dan' }] });
    await adapter.delete({ model: 'user', where: [] });
    expect(await findNames([])).toEqual(['Ann', 'Bob 100%', 'bob_underscore']);
    expect(await adapter.deleteMany({ model: 'user', where: [{ field: 'country', value: 'BE' }] })).toBe(2);
    expect(await findNames([])).toEqual(['Bob 100%']);
  });

  test('consumeOne returns the row to exactly one of several concurrent callers', async () => {
    const where: Where[] = [{ field: 'email', value: 'dan@test.org' }];
    const got = await Promise.all(
      Array.from({ length: 8 }, () => adapter.consumeOne<User>({ model: 'user', where })),
    );
    expect(got.filter(Boolean).map((row) => row?.name)).toEqual(['Dan']);
    expect(await adapter.count({ model: 'user', where })).toBe(0);
  });

  test('incrementOne never passes its guard, even under concurrent calls', async () => {
    await database.db.query('UPDATE users SET number_of_employees = 3 WHERE name = ?', {
      replacements: ['Ann'],
    });
    const counting = sequelizeAdapter({ db: database.db, onFailure: () => undefined })({
      ...authTables,
      user: {
        ...authTables.user,
        additionalFields: {
          ...authTables.user.additionalFields,
          employees: { type: 'number', required: false, fieldName: 'number_of_employees' },
        },
      },
      advanced: { database: { generateId: 'serial' } },
    });
    const where: Where[] = [
      { field: 'name', value: 'Ann' },
      { field: 'employees', operator: 'gt', value: 0 },
    ];
    const step = () =>
      counting.incrementOne<{ employees: number }>({
        model: 'user',
        where,
        increment: { employees: -1 },
        set: { country: 'NL' },
      });
    const results = await Promise.all(Array.from({ length: 6 }, step));
    expect(results.filter(Boolean)).toHaveLength(3);
    const ann = await counting.findOne({ model: 'user', where: [{ field: 'name', value: 'Ann' }] });
    expect(ann).toMatchObject({ employees: 0, country: 'NL' });
  });

  test('incrementOne returns the row even when it already has the value', async () => {
    const where: Where[] = [{ field: 'name', value: 'Ann' }];
    const same = await adapter.incrementOne({ model: 'user', where, increment: {}, set: { country: 'FR' } });
    expect(same).toMatchObject({ name: 'Ann', country: 'FR' });
  });
});

describe('transaction', () => {
  test('commits the work when it succeeds and rolls it back when it throws', async () => {
    const data = (name: string) => ({
      name,
      email: `${name}@example.com`,
      createdAt: new Date(),
      updatedAt: new Date(),
    });
    await adapter.transaction((inner) => inner.create({ model: 'user', data: data('kept') }));
    const failing = adapter.transaction(async (inner) => {
      await inner.create({ model: 'user', data: data('lost') });
      expect(await inner.count({ model: 'user', where: [{ field: 'name', value: 'lost' }] })).toBe(1);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(
      await findNames([{ field: 'email', operator: 'in', value: ['kept@example.com', 'lost@example.com'] }]),
    ).toEqual(['kept']);
  });
});
