/** A passkey that was changed elsewhere meanwhile is not written over. */
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
