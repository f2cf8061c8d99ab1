/** Tests when sign-in mails are enqueued, and to which address their links are sent. */
import { QueryTypes } from 'sequelize';
import { afterEach, describe, expect, test } from 'vitest';
import { openDatabase } from '#server/platform/database/connection.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import {
  type AuthPortal,
  type AuthPortalOptions,
  linkOf,
  startAuthPortal,
} from '#tests/support/portal/auth-portal.ts';

const database = useDatabase();
const running: (() => Promise<void>)[] = [];
const ada = {
  name: 'Ada Lovelace',
  email: 'ada@example.com',
  password: 'correct horse battery',
  termsAccepted: true,
};

afterEach(async () => {
  for (const stop of running.splice(0).reverse()) await stop();
});

async function start(options: Partial<AuthPortalOptions> = {}): Promise<AuthPortal> {
  const portal = await startAuthPortal({ db: database.db, ...options });
  running.push(portal.stop);
  return portal;
}

describe('A sign-up e-mail', () => {
  test('is enqueued only after the account has been committed', async () => {
    const another = openDatabase({ url: database.url });
    running.push(() => another.close());
    const seen: unknown[] = [];
    const portal = await start({
      enqueueMail: async ({ template, ids }) => {
        const users = await another.query<{ id: number; email: string }>('SELECT id, email FROM users', {
          type: QueryTypes.SELECT,
        });
        seen.push({ template, users: users.map(({ id, email }) => [String(id), email]), about: ids.user });
      },
    });
    expect((await portal.browser().post('/sign-up/email', ada)).status).toBe(200);
    await portal.auth.settled();
    const [user] = await another.query<{ id: number }>('SELECT id FROM users', { type: QueryTypes.SELECT });
    const id = String(user?.id);
    expect(seen).toEqual([{ template: 'verify-email', users: [[id, ada.email]], about: id }]);
  });
});

describe('A password reset link', () => {
  /** Creates a trigger that changes the account's address as soon as a link's token is inserted. */
  const moveWhenLinksAreMade = async () => {
    await database.db.query(
      `CREATE TRIGGER address_moves AFTER INSERT ON verifications FOR EACH ROW
       UPDATE users SET email = 'ada@lovelace.example' WHERE id = NEW.value`,
    );
    running.push(async () => void (await database.db.query('DROP TRIGGER address_moves')));
  };

  test('isn’t sent to an address that the account loses while the link is created', async () => {
    const portal = await start();
    await portal.browser().post('/sign-up/email', ada);
    await portal.browser().post('/request-password-reset', { email: ada.email });
    await database.db.query("DELETE FROM outbox WHERE template <> 'reset-password'");
    await moveWhenLinksAreMade();
    expect(await portal.sentMails()).toEqual([]);
    expect(
      await database.db.query('SELECT state, attempts FROM outbox', { type: QueryTypes.SELECT }),
    ).toEqual([{ state: 'not_needed', attempts: 1 }]);
  });

  test('goes to the new address when it is requested again', async () => {
    const portal = await start();
    await portal.browser().post('/sign-up/email', ada);
    await portal.sentMails();
    await database.db.query("UPDATE users SET email = 'ada@lovelace.example'");
    const browser = portal.browser();
    await browser.post('/request-password-reset', { email: 'ada@lovelace.example' });
    const mail = (await portal.sentMails()).at(-1);
    expect(mail).toMatchObject({ template: 'reset-password', to: 'ada@lovelace.example' });
    const token = linkOf(mail).searchParams.get('token');
    expect((await browser.post('/reset-password', { token, newPassword: 'another horse' })).status).toBe(200);
  });
});
