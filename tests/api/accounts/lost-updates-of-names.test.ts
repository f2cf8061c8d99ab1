/** Tests that renaming a passkey or editing an API token doesn't overwrite a change that was made in another tab. */
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { useDatabase } from '#tests/support/database/database.ts';
import { type AccountPortal, startAccountPortal } from '#tests/support/portal/account-portal.ts';

const database = useDatabase();
const nora = 'nora@example.test';
let portal: AccountPortal;

beforeEach(async () => {
  portal = await startAccountPortal({ databaseUrl: database.url, db: database.db });
  await portal.customer(nora);
});
afterEach(() => portal.stop());

it('Renaming a passkey from an outdated tab returns 409, unless the name is already stored', async () => {
  const person = await portal.signedIn(nora);
  await database.db.query(
    `INSERT INTO passkeys (name, public_key, user_id, credential_id, counter, device_type, backed_up, transports, created_at)
     SELECT 'Laptop', 'key', id, 'credential', 0, 'singleDevice', 0, '', NOW() FROM users WHERE email = '${nora}'`,
  );
  const [row] = await database.db.query<{ id: number }>('SELECT id FROM passkeys', {
    type: QueryTypes.SELECT,
  });
  const rename = (name: string, expected?: string) =>
    person.call('identity.renamePasskey', {
      id: row?.id,
      name,
      ...(expected === undefined ? {} : { expected }),
    });
  const names = async () => (await person.api().identity.passkeys.query()).map(({ name }) => name);
  expect((await rename('Key ring', 'Laptop')).status).toBe(200);
  const refused = await rename('Office', 'Laptop');
  expect(refused.status).toBe(409);
  expect(await names()).toEqual(['Key ring']);
  expect((await rename('Key ring', 'Laptop')).status).toBe(200);
  expect((await rename('KEY RING', 'key ring')).status).toBe(409);
  expect((await rename('Office', 'Key ring')).status).toBe(200);
  expect(await names()).toEqual(['Office']);
});

it('Editing an API token from an outdated tab returns 409, unless the values are already stored', async () => {
  const person = await portal.signedIn(nora);
  const { view } = await person.api().accounts.tokens.create.mutate({
    name: 'Bookkeeping',
    permissions: ['receipts:read'],
    expiresInDays: 30,
  });
  /**
   * Returns the token's fields as a browser tab has loaded them. The tab sends them back as `expected` when it saves.
   */
  const seen = ({ name, permissions, expiresAt }: typeof view) => ({
    name,
    permissions: [...permissions],
    expiresAt: expiresAt?.toISOString() ?? null,
  });
  const same = { id: view.id, name: view.name, permissions: view.permissions };
  const edit = (change: object, expected: object | null = seen(view)) =>
    person.call('accounts.tokens.edit', { ...same, ...change, ...(expected && { expected }) });
  const stored = async () => (await person.api().accounts.tokens.list.query())[0] ?? view;

  expect((await edit({ name: 'Books' })).status).toBe(200);
  for (const change of [{ name: 'Other' }, { permissions: ['account:read'] }, { expiresInDays: null }])
    expect(await edit(change)).toMatchObject({ status: 409, body: { code: 'changed_meanwhile' } });
  expect(await stored()).toEqual({ ...view, name: 'Books' });
  // Saving values that are already stored is accepted. So are requests without `expected`, which pages of an earlier
  // release send.
  expect((await edit({ name: 'Books' })).status).toBe(200);
  expect((await edit({ name: 'BOOKS' }, { ...seen(view), name: 'books' })).status).toBe(409);
  expect((await edit({ name: 'Ledger' }, null)).status).toBe(200);

  const ledger = seen(await stored());
  expect((await edit({ name: 'Ledger', expiresInDays: null }, ledger)).status).toBe(200);
  expect((await edit({ name: 'Ledger', expiresInDays: 90 }, ledger)).status).toBe(409);
  expect(await portal.kinds()).toEqual([
    ...['signed_in', 'token_created', 'token_changed', 'token_changed', 'token_changed'],
  ]);
});

it('Of several concurrent edits of one API token, one succeeds and the others get 409', async () => {
  const person = await portal.signedIn(nora);
  const { view } = await person.api().accounts.tokens.create.mutate({
    name: 'Bookkeeping',
    permissions: ['receipts:read'],
    expiresInDays: null,
  });
  const expected = { name: view.name, permissions: view.permissions, expiresAt: null };
  const answers = await Promise.all(
    ['One', 'Two', 'Three'].map((name) =>
      person.call('accounts.tokens.edit', { id: view.id, name, permissions: ['receipts:read'], expected }),
    ),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
});
