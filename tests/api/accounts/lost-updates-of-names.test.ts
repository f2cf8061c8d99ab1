/** A token or a passkey that was changed elsewhere meanwhile is not written over. */
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type AccountPortal, refusalOf, startAccountPortal } from '#tests/support/account-portal.ts';
import { useDatabase } from '#tests/support/database.ts';

const database = useDatabase();
const nora = 'nora@example.test';
let portal: AccountPortal;

beforeEach(async () => {
  portal = await startAccountPortal({ databaseUrl: database.url, db: database.db });
  await portal.customer(nora);
});
afterEach(() => portal.stop());

it('a token: the second of two tabs is refused, unless it says the same', async () => {
  const { account } = (await portal.signedIn(nora)).api();
  const { view } = await account.tokens.create.mutate({
    ...{ name: 'Books', permissions: ['licences:read'], expiresInDays: 30 },
  });
  const { id, expiresAt } = view;
  const seen = { name: 'Books', permissions: ['licences:read'], expiresAt };
  const first = { id, name: 'Ledger', permissions: ['licences:read'] as const, expected: seen };
  await account.tokens.edit.mutate({ ...first, permissions: [...first.permissions] });
  const second = account.tokens.edit.mutate({
    id,
    name: 'Accounts',
    permissions: ['receipts:read'],
    expected: seen,
  });
  expect(await refusalOf(second)).toBe('changed_meanwhile');
  expect(await account.tokens.list.query()).toMatchObject([
    { name: 'Ledger', permissions: ['licences:read'] },
  ]);
  const same = await account.tokens.edit.mutate({ ...first, permissions: [...first.permissions] });
  expect(same).toMatchObject({ name: 'Ledger' });

  // What it may read, and until when, count as well as its name.
  const now = { name: 'Ledger', permissions: ['licences:read'], expiresAt };
  await account.tokens.edit.mutate({
    id,
    name: 'Ledger',
    permissions: ['licences:read'],
    expiresInDays: null,
    expected: now,
  });
  const late = account.tokens.edit.mutate({
    id,
    name: 'Ledger',
    permissions: ['account:read'],
    expected: now,
  });
  expect(await refusalOf(late)).toBe('changed_meanwhile');
  const told = { ...now, expiresAt: null };
  expect(
    await account.tokens.edit.mutate({
      id,
      name: 'Accounts',
      permissions: ['receipts:read'],
      expected: told,
    }),
  ).toMatchObject({ name: 'Accounts', permissions: ['receipts:read'] });
});

it('a passkey: the second of two tabs is refused, unless it says the same', async () => {
  const person = await portal.signedIn(nora);
  await database.db.query(
    `INSERT INTO passkeys (name, public_key, user_id, credential_id, counter, device_type, backed_up, transports, created_at)
     SELECT 'Laptop', 'key', id, 'credential', 0, 'singleDevice', 0, '', NOW() FROM users WHERE email = '${nora}'`,
  );
  const [row] = await database.db.query<{ id: number }>('SELECT id FROM passkeys', {
    type: QueryTypes.SELECT,
  });
  const rename = (name: string, expected?: string) =>
    person.post('/passkey/rename', {
      id: row?.id,
      name,
      ...(expected === undefined ? {} : { expected }),
    });
  const names = async () => (await person.api().account.passkeys.query()).map(({ name }) => name);
  expect((await rename('Key ring', 'Laptop')).status).toBe(200);
  const refused = await rename('Office', 'Laptop');
  expect(refused.status).toBe(409);
  expect(await names()).toEqual(['Key ring']);
  expect((await rename('Key ring', 'Laptop')).status).toBe(200);
  expect((await rename('KEY RING', 'key ring')).status).toBe(409);
  expect((await rename('Office', 'Key ring')).status).toBe(200);
  expect(await names()).toEqual(['Office']);
});
