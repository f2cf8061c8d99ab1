/**
 * Tests that common passwords are rejected at every endpoint. Breached passwords are rejected only if a range service
 * is configured.
 */
import { createHash } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isCommonPassword } from '#server/features/identity/passwords/common-passwords.ts';
import { isMadeOfContextWords } from '#server/features/identity/passwords/context-specific-words.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { atTheSameMoment, untilWaiting } from '#tests/support/database/waiting-for-locks.ts';
import {
  type AuthPortal,
  type AuthPortalOptions,
  linkOf,
  startAuthPortal,
} from '#tests/support/portal/auth-portal.ts';

const database = useDatabase();
const closers: (() => Promise<void>)[] = [];
const good = 'correct horse battery';
const ada = { name: 'Ada Lovelace', email: 'ada.lovelace@example.com', password: good, termsAccepted: true };

async function start(options: Partial<AuthPortalOptions> = {}): Promise<AuthPortal> {
  const portal = await startAuthPortal({ db: database.db, ...options });
  closers.push(portal.stop);
  return portal;
}
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

describe('The 10,000 most common passwords', () => {
  test('are recognised in any case, and other passwords aren’t', () => {
    for (const common of ['1234567890', 'qwertyuiop', 'password123', 'PassWord123', '1q2w3e4r5t'])
      expect(isCommonPassword(common), common).toBe(true);
    for (const other of [good, 'password', '', 'a long enough secret'])
      expect(isCommonPassword(other), other).toBe(false);
  });
});

test('A passphrase of 128 characters is verified up to its last character', async () => {
  const portal = await start();
  const phrase = `${'a long way to the sea, '.repeat(6).slice(0, 127)}x`;
  const browser = portal.browser();
  expect((await browser.post('/sign-up/email', { ...ada, password: phrase })).status).toBe(200);
  const link = linkOf((await portal.sentMails())[0]);
  await browser.get(link.pathname + link.search);
  const signIn = (password: string) =>
    portal.browser().post('/sign-in/email', { email: ada.email, password });
  expect((await signIn(`${phrase.slice(0, 127)}y`)).status).toBe(401);
  expect((await signIn(phrase.toUpperCase())).status).toBe(401);
  expect((await signIn(phrase)).status).toBe(200);
});

describe('Passwords made of context words', () => {
  test.each([
    ['ada.lovelace1815', true],
    ['Lovelace!!Ada', true],
    ['Monica-2026-Monica', true],
    ['OfficeLife123', true],
    ['customer portal', true],
    ['adalovelaces tea', false],
    ['monica likes blue', false],
    ['0123498765', false],
    [ada.email, true],
    ['Example.com-2026', true],
    ['Ada Lovelace 1815!', true],
    [good, false],
  ])('%s', (password, isRefused) => {
    expect(isMadeOfContextWords(password, ada)).toBe(isRefused);
  });

  test('are rejected for a customer’s own words only, but for the portal’s words always', () => {
    expect(isMadeOfContextWords('lovelace1815', { email: 'bob@example.com', name: 'Bob Kahn' })).toBe(false);
    expect(isMadeOfContextWords('monica2026', null)).toBe(true);
  });
});

/** Returns a browser that is signed in to a confirmed account. */
async function signedIn(portal: AuthPortal) {
  const browser = portal.browser();
  expect((await browser.post('/sign-up/email', ada)).status).toBe(200);
  const link = linkOf((await portal.sentMails())[0]);
  await browser.get(link.pathname + link.search);
  return browser;
}

/** Submits the password to every endpoint that sets a new one. */
async function everyEndpoint(portal: AuthPortal, password: string) {
  const browser = await signedIn(portal);
  await browser.post('/request-password-reset', { email: ada.email });
  const reset = linkOf((await portal.sentMails()).at(-1)).searchParams.get('token');
  await portal.browser().post('/sign-up/email', { ...ada, email: 'ada.lovelace@example.org' });
  const confirm = linkOf((await portal.sentMails()).at(-1)).searchParams.get('token');
  return {
    reset,
    answers: {
      '/sign-up/email': await portal
        .browser()
        .post('/sign-up/email', { ...ada, email: 'ada.lovelace@example.net', password }),
      '/reset-password': await browser.post('/reset-password', { token: reset, newPassword: password }),
      '/confirm-address': await portal
        .browser()
        .post('/confirm-address', { token: confirm, newPassword: password }),
      'identity.passwords.change': await browser.call('identity.passwords.change', { newPassword: password }),
      'identity.passwords.setFirst': await browser.call('identity.passwords.setFirst', {
        newPassword: password,
      }),
    },
  };
}

describe('Every endpoint that takes a new password', () => {
  test.each(['Password123', 'ada.lovelace1815', 'OfficeLife2026'])(
    'rejects %s with 400 and keeps the link usable',
    async (password) => {
      const portal = await start();
      const { answers, reset } = await everyEndpoint(portal, password);
      for (const [endpoint, { status, body }] of Object.entries(answers))
        expect({ endpoint, status, code: body.code }).toEqual({
          endpoint,
          status: 400,
          code: endpoint.startsWith('/') ? 'PASSWORD_COMMON' : 'password_common',
        });
      const again = await portal
        .browser()
        .post('/reset-password', { token: reset, newPassword: 'tea and biscuits' });
      expect(again.status).toBe(200);
    },
  );

  test('gives the same response for a known and an unknown address when signing up', async () => {
    const portal = await start();
    await signedIn(portal);
    const weak = { ...ada, password: 'ada.lovelace1815' };
    const [known, unknown] = [
      await portal.browser().post('/sign-up/email', weak),
      await portal.browser().post('/sign-up/email', { ...weak, email: 'ada.lovelace@example.org' }),
    ];
    expect([known.status, known.body]).toEqual([unknown.status, unknown.body]);
  });
});

describe('A range service', () => {
  const breached = 'breached long ago';
  const hash = createHash('sha1').update(breached).digest('hex').toUpperCase();
  let service: Server;
  let asked: string[];
  let answer: (res: ServerResponse) => void;
  const url = () => `http://127.0.0.1:${(service.address() as AddressInfo).port}/range`;

  beforeEach(async () => {
    asked = [];
    answer = (res) => res.end(`${'0'.repeat(35)}:3\r\n${hash.slice(5)}:42\r\n`);
    service = createServer((req, res) => {
      asked.push(req.url ?? '');
      answer(res);
    });
    await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
    closers.push(
      () =>
        new Promise((resolve) => {
          service.close(() => resolve());
          service.closeAllConnections();
        }),
    );
  });

  const signUp = (portal: AuthPortal, password: string) =>
    portal.browser().post('/sign-up/email', { ...ada, password });

  test('receives only five hash digits, and a breached password is rejected at every endpoint', async () => {
    const portal = await start({ breachedPasswordsUrl: url() });
    const { answers } = await everyEndpoint(portal, breached);
    for (const [endpoint, { status, body }] of Object.entries(answers))
      expect({ endpoint, status, code: body.code }).toEqual({
        endpoint,
        status: 400,
        code: endpoint.startsWith('/') ? 'PASSWORD_BREACHED' : 'password_breached',
      });
    expect(asked.length).toBeGreaterThan(0);
    for (const path of asked) expect(path).toMatch(/^\/range\/[0-9A-F]{5}$/);
    expect(asked).toContain(`/range/${hash.slice(0, 5)}`);
    expect(portal.logged.join('')).not.toContain(breached);
    expect(portal.logged.join('')).not.toContain(hash);
  });

  test('isn’t called when none is configured', async () => {
    const portal = await start();
    expect((await signUp(portal, breached)).status).toBe(200);
    expect(asked).toEqual([]);
  });

  test('may pad its response with entries of count zero, which are no breach', async () => {
    answer = (res) => res.end(`${hash.slice(5)}:0\r\n`);
    expect((await signUp(await start({ breachedPasswordsUrl: url() }), breached)).status).toBe(200);
  });

  test.each<[string, (res: ServerResponse) => void]>([
    ['fails', (res) => void res.writeHead(500).end()],
    ['never answers', () => undefined],
    ['leads elsewhere', (res) => void res.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
    ['talks without end', (res) => void res.end('x'.repeat(2 * 1024 * 1024))],
  ])('that %s doesn’t prevent a sign-up, and the failure is logged', async (_name, behave) => {
    answer = behave;
    const portal = await start({ breachedPasswordsUrl: url() });
    const started = performance.now();
    expect((await signUp(portal, breached)).status).toBe(200);
    expect(performance.now() - started).toBeLessThan(6_000);
    expect(portal.logged.join('')).toContain(
      'a new password could not be checked against breached passwords',
    );
  });
});

test('Of two first passwords set concurrently, one is stored and the other request is outdated', async () => {
  const portal = await start();
  const browser = await signedIn(portal);
  await database.db.query("UPDATE accounts SET provider_id = 'github', password = NULL");
  const choices = ['correct horse battery one', 'correct horse battery two'];
  const answers = await atTheSameMoment(database.db, {
    count: choices.length,
    begin: () =>
      Promise.all(choices.map((newPassword) => browser.call('identity.passwords.setFirst', { newPassword }))),
  });
  expect(answers.map(({ status, body }) => (status === 200 ? 'stored' : body.code)).sort()).toEqual([
    'outdated',
    'stored',
  ]);
  for (const [index, password] of choices.entries()) {
    const { status } = await portal.browser().post('/sign-in/email', { email: ada.email, password });
    expect(status).toBe(answers[index]?.status === 200 ? 200 : 401);
  }
});

describe('two changes of the password of one account at the same moment', () => {
  const choices = ['correct horse battery one', 'correct horse battery two'] as const;
  const signsIn = async (portal: AuthPortal, password: string) =>
    (await portal.browser().post('/sign-in/email', { email: ada.email, password })).status === 200;

  test('one is stored; the other tab is told that it is outdated', async () => {
    const portal = await start();
    const browser = await signedIn(portal);
    const answers = await atTheSameMoment(database.db, {
      count: choices.length,
      begin: () =>
        Promise.all(choices.map((newPassword) => browser.call('identity.passwords.change', { newPassword }))),
    });
    expect(answers.map(({ status, body }) => (status === 200 ? 'stored' : body.code)).sort()).toEqual([
      'outdated',
      'stored',
    ]);
    for (const [index, password] of choices.entries())
      expect(await signsIn(portal, password)).toBe(answers[index]?.status === 200);
  });

  test('a link waits for a first password that is being set, and replaces it', async () => {
    const portal = await start();
    await signedIn(portal);
    await portal.browser().post('/request-password-reset', { email: ada.email });
    const token = linkOf((await portal.sentMails()).at(-1)).searchParams.get('token');
    const [row] = await database.db.query<{ user_id: number; password: string }>(
      'SELECT user_id, password FROM accounts',
      { type: QueryTypes.SELECT },
    );
    const [userId, hash] = [Number(row?.user_id), String(row?.password)];
    await database.db.query('DELETE FROM accounts');
    const { reset } = await database.db.transaction(async (transaction) => {
      await database.db.query('SELECT id FROM users WHERE id = ? FOR UPDATE', {
        replacements: [userId],
        transaction,
      });
      await database.db.query(
        `INSERT INTO accounts (user_id, provider_id, account_id, password, created_at, updated_at)
         VALUES (?, 'credential', ?, ?, NOW(3), NOW(3))`,
        { replacements: [userId, String(userId), hash], transaction },
      );
      const resetting = portal.browser().post('/reset-password', { token, newPassword: choices[0] });
      await untilWaiting(database.db, 1);
      return { reset: resetting };
    });
    expect((await reset).status).toBe(200);
    expect(await signsIn(portal, choices[0])).toBe(true);
    expect(await signsIn(portal, good)).toBe(false);
  });
});
