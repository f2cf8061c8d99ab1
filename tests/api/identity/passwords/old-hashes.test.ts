/**
 * Tests that password hashes from the PHP portal are replaced the next time the password is entered correctly. A
 * malformed hash counts as a wrong password.
 */
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import bcrypt from 'bcryptjs';
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isPasswordOf } from '#server/features/identity/passwords/password-hashes.ts';
import { someOf } from '#tests/support/cases/some-of.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import {
  ada,
  addAuthenticator,
  givePassword,
  password,
  register,
} from '#tests/support/people/account-holder.ts';
import { type AuthPortal, linkOf, startAuthPortal } from '#tests/support/portal/auth-portal.ts';

const database = useDatabase();
let portal: AuthPortal;
beforeEach(async () => {
  portal = await startAuthPortal({ db: database.db });
});
afterEach(() => portal.stop());

const ours = /^[0-9a-f]{32}:[0-9a-f]{128}$/;

/** Returns a bcrypt hash as PHP would have written it. */
const oldHash = (letters = '2y', cost = 4, text = password) =>
  bcrypt.hashSync(text, cost).replace(/^\$2.\$/, `$${letters}$`);

const store = (hash: string) =>
  database.db.query('UPDATE accounts SET password = ?', { replacements: [hash] });

function scryptIs(chosen: typeof crypto.scrypt): void {
  Object.assign(crypto, { scrypt: chosen });
  syncBuiltinESMExports();
}

async function storedHash(): Promise<string> {
  await portal.auth.settled();
  const [row] = await database.db.query<{ password: string }>('SELECT password FROM accounts', {
    type: QueryTypes.SELECT,
  });
  return row?.password ?? '';
}

async function expectReplaced(): Promise<void> {
  const hash = await storedHash();
  expect(hash).toMatch(ours);
  expect(await isPasswordOf({ hash, password })).toBe(true);
}

describe('An old hash whose password was right', () => {
  test.each([
    ['2y', 4],
    ['2a', 5],
    ['2b', 10],
  ])('is replaced at /sign-in/email ($%s$, cost %i)', async (letters, cost) => {
    await register(portal);
    await store(oldHash(letters, cost));
    expect((await givePassword(portal.browser())).status).toBe(200);
    await expectReplaced();
    const hash = await storedHash();
    expect((await givePassword(portal.browser())).status).toBe(200);
    expect(await storedHash()).toBe(hash);
  });

  test('is replaced at /sign-in/email before the second factor is given', async () => {
    await addAuthenticator(await register(portal));
    await store(oldHash());
    const browser = portal.browser();
    expect((await givePassword(browser)).body).toMatchObject({ secondFactor: ['totp'] });
    expect((await browser.me()).body).toBeNull();
    await expectReplaced();
  });

  test('is replaced when the customer reauthenticates with the password', async () => {
    const browser = await register(portal);
    await store(oldHash());
    expect(
      (await browser.call('identity.reauthentication.byPassword', { password: 'another password' })).status,
    ).toBe(401);
    expect(await storedHash()).toMatch(/^\$2y\$04\$/);
    expect((await browser.call('identity.reauthentication.byPassword', { password })).status).toBe(200);
    await expectReplaced();
  });

  test('is replaced when the customer submits the current password as the new one', async () => {
    const browser = await register(portal);
    await store(oldHash());
    const answer = await browser.call('identity.passwords.change', { newPassword: password });
    expect(answer).toMatchObject({ status: 400, body: { code: 'password_same' } });
    await expectReplaced();
  });

  test('is replaced at /confirm-address, and not by a sign-in before that', async () => {
    const browser = portal.browser();
    await browser.post('/sign-up/email', ada);
    await store(oldHash());
    expect(await givePassword(browser)).toMatchObject({ status: 403, body: { code: 'EMAIL_NOT_VERIFIED' } });
    expect(await storedHash()).toMatch(/^\$2y\$04\$/);
    const link = linkOf((await portal.sentMails()).at(-1));
    const token = link.searchParams.get('token');
    expect((await portal.browser().post('/confirm-address', { token, password })).status).toBe(200);
    await expectReplaced();
  });

  test('lets the browser that gave the password confirm the address with the e-mailed link', async () => {
    const browser = portal.browser();
    await browser.post('/sign-up/email', ada);
    await store(oldHash());
    await givePassword(browser);
    await portal.auth.settled();
    const link = linkOf((await portal.sentMails()).at(-1));
    await browser.get(link.pathname + link.search);
    expect((await browser.me()).body).toMatchObject({ email: ada.email });
  });
});

describe('An old hash that isn’t replaced', () => {
  test('stays when the password was wrong', async () => {
    await register(portal);
    const hash = oldHash('2y', 4, 'something else entirely');
    await store(hash);
    expect((await givePassword(portal.browser())).status).toBe(401);
    expect(await storedHash()).toBe(hash);
  });

  test('stays when another password is set while the new hash is computed', async () => {
    await register(portal);
    await store(oldHash());
    const other = oldHash('2y', 4, 'set by somebody else');
    const { scrypt } = crypto;
    // Checking a bcrypt hash never calls scrypt. The first call to scrypt is therefore the one that computes the
    // replacement hash.
    const late = ((...given: Parameters<typeof scrypt>) => {
      scryptIs(scrypt);
      void store(other).then(() => scrypt(...given));
    }) as typeof scrypt;
    try {
      scryptIs(late);
      expect((await givePassword(portal.browser())).status).toBe(200);
      expect(await storedHash()).toBe(other);
      expect(crypto.scrypt).toBe(scrypt);
    } finally {
      scryptIs(scrypt);
    }
  });

  test('stays when the database rejects the update, which is logged and doesn’t prevent the sign-in', async () => {
    await register(portal);
    const hash = oldHash();
    await store(hash);
    await database.db.query(
      "CREATE TRIGGER never BEFORE UPDATE ON accounts FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no'",
    );
    try {
      const browser = portal.browser();
      expect((await givePassword(browser)).status).toBe(200);
      expect((await browser.me()).body).toMatchObject({ email: ada.email });
      expect(await storedHash()).toBe(hash);
      const said = portal.logged.filter((line) => line.includes('replacing a password hash'));
      expect(said).toHaveLength(1);
      expect(said.join()).not.toContain(password);
    } finally {
      await database.db.query('DROP TRIGGER never');
    }
  });
});

describe('A malformed hash', () => {
  const body = oldHash().slice(7);
  const malformed = someOf(
    [
      '',
      ' ',
      'garbage',
      ':',
      `${'0'.repeat(32)}:`,
      `${'0'.repeat(32)}:${'0'.repeat(127)}`,
      `not hexadecimal:${'0'.repeat(128)}`,
      `$2y$99$${body}`,
      `$2y$31$${body}`,
      `$2y$17$${body}`,
      `$2y$03$${body}`,
      `$2y$00$${body}`,
      `$2x$04$${body}`,
      `$2$04$${body}`,
      oldHash().slice(0, -1),
      `${oldHash()}x`,
      '$2y$04$',
      `$2y$04$${'!'.repeat(53)}`,
      '$argon2id$v=19$m=65536,t=4,p=1$c29tZXNhbHQ$RdescudvJCsgt3ub+b4dWRWJTmaaJObG',
    ],
    6,
  );

  test('counts as a wrong password at every endpoint and isn’t changed', async () => {
    const browser = await register(portal);
    for (const hash of malformed) {
      await store(hash);
      expect(await givePassword(portal.browser()), hash).toMatchObject({
        status: 401,
        body: { code: 'INVALID_EMAIL_OR_PASSWORD' },
      });
      expect(await browser.call('identity.reauthentication.byPassword', { password }), hash).toMatchObject({
        status: 401,
        body: { code: 'password_wrong' },
      });
      expect(await storedHash()).toBe(hash);
    }
    expect(
      (await browser.call('identity.passwords.change', { newPassword: 'a brand new password' })).status,
    ).toBe(200);
    expect(await storedHash()).toMatch(ours);
  });

  test('counts as a wrong password at /confirm-address', async () => {
    await portal.browser().post('/sign-up/email', ada);
    const token = linkOf((await portal.sentMails()).at(-1)).searchParams.get('token');
    for (const hash of malformed) {
      await store(hash);
      expect(await portal.browser().post('/confirm-address', { token, password }), hash).toMatchObject({
        status: 401,
        body: { code: 'REGISTRATION_PASSWORD_WRONG' },
      });
    }
  });

  test('is logged once, without the hash or the password', async () => {
    await register(portal);
    await store(`$2y$99$${body}`);
    for (let times = 0; times < 3; times += 1) await givePassword(portal.browser());
    const said = portal.logged.filter((line) => line.includes('stored password hash'));
    expect(said).toHaveLength(1);
    expect(said.join()).not.toContain(body);
    expect(portal.logged.join()).not.toContain(password);
  });
});
