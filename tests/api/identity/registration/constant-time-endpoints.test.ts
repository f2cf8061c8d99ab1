/**
 * Tests that no response reveals whether an address has an account, be it by its content, its headers or its timing.
 */
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { QueryTypes } from 'sequelize';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isEveryCase } from '#tests/support/cases/some-of.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { type Answer, type AuthPortal, linkOf, startAuthPortal } from '#tests/support/portal/auth-portal.ts';

/** Counts the calls to scrypt, which still run, because hashing takes most of the response time. */
const counted = { hashes: 0 };
const { scrypt } = crypto;
const counting = ((...given: Parameters<typeof scrypt>) => {
  counted.hashes += 1;
  scrypt(...given);
}) as typeof scrypt;

function hashWith(chosen: typeof scrypt): void {
  Object.assign(crypto, { scrypt: chosen });
  syncBuiltinESMExports();
}

beforeAll(() => hashWith(counting));
afterAll(() => hashWith(scrypt));

const database = useDatabase();
/** The minimum response time in milliseconds. On an idle machine, each of these responses is computed in less. */
const floor = 120;
const password = 'correct horse battery';
const person = { name: 'Ada Lovelace', password, termsAccepted: true };
const known = 'ada@example.com';
const unconfirmed = 'bob@example.com';
const withoutPassword = 'eve@example.com';
const unknown = 'nobody@example.com';
let portal: AuthPortal;

beforeEach(async () => {
  portal = await startAuthPortal({ db: database.db, minimumAnswerMs: floor, rateLimit: true });
  for (const email of [known, unconfirmed])
    await portal.browser().post('/sign-up/email', { ...person, email });
  const mail = (await portal.sentMails()).find(({ to }) => to === known);
  const link = linkOf(mail);
  await portal.browser().get(link.pathname + link.search);
  await database.db.query('UPDATE users SET email_verified = 1 WHERE email = ?', { replacements: [known] });
  await addCustomer(database.db, { name: 'Eve', email: withoutPassword });
  await database.db.query('DELETE FROM rate_limits');
});
afterEach(() => portal.stop());

interface Heard {
  status: number;
  body: unknown;
  headers: [string, string][];
  cookies: string[];
  hashes: number;
  milliseconds: number;
}

/**
 * Replaces the random value in a Set-Cookie line and drops its expiry date. The cookie's name and other attributes
 * stay.
 */
const shapeOf = (line: string) => line.replace(/=[^;]*/, '=…').replace(/Expires=[^;]*/i, '');

async function hear(ask: () => Promise<Answer>): Promise<Heard> {
  await portal.auth.settled();
  counted.hashes = 0;
  const started = performance.now();
  const answer = await ask();
  const milliseconds = performance.now() - started;
  const headers = [...answer.headers].filter(([name]) => !['date', 'set-cookie'].includes(name));
  const cookies = [...answer.cookies.values()].map(shapeOf).sort();
  return { status: answer.status, body: answer.body, headers, cookies, hashes: counted.hashes, milliseconds };
}

function expectAlike(heard: readonly Heard[]): void {
  const [first, ...others] = heard.map(({ milliseconds: _, ...rest }) => rest);
  for (const other of others) expect(other).toEqual(first);
  for (const { milliseconds } of heard) expect(milliseconds).toBeGreaterThanOrEqual(floor - 5);
}

const everybody = [known, unconfirmed, withoutPassword, unknown];

describe('Responses for known and unknown addresses', () => {
  test('have the same content, work and minimum time at /sign-in/email with a wrong password', async () => {
    const heard = [];
    for (const email of everybody)
      heard.push(
        await hear(() => portal.browser().post('/sign-in/email', { email, password: 'not this password' })),
      );
    expectAlike(heard);
    expect(heard[0]).toMatchObject({ status: 401, hashes: 1 });
  });

  test('have the same content and minimum time at /sign-in/email for a hash of the PHP portal', async () => {
    // Generated in PHP with password_hash('secret from php!', PASSWORD_BCRYPT, ['cost' => 4])
    await database.db.query('UPDATE accounts SET password = ?', {
      replacements: ['$2y$04$tuhqkYzLQ7N1kJS/wT8HJurH.xNpHUYPbJ508DXl8R1hYWNAcBPBG'],
    });
    const heard = [];
    for (const email of [known, unknown])
      heard.push(
        await hear(() => portal.browser().post('/sign-in/email', { email, password: 'not this password' })),
      );
    // bcrypt hashes aren't counted, so the counts differ here. The minimum response time hides the difference in
    // duration.
    expectAlike(heard.map((each) => ({ ...each, hashes: 0 })));
  });

  test('have the same content, work and minimum time at /sign-up/email', async () => {
    const heard = [];
    for (const email of everybody)
      heard.push(await hear(() => portal.browser().post('/sign-up/email', { ...person, email })));
    expectAlike(heard);
    expect(heard[0]).toMatchObject({ status: 200, hashes: 1 });
  });

  test.each(['/request-password-reset', '/send-verification-email'])(
    'have the same content, work and minimum time at %s',
    async (endpoint) => {
      const heard = [];
      for (const email of everybody) heard.push(await hear(() => portal.browser().post(endpoint, { email })));
      expectAlike(heard);
      expect(heard[0]).toMatchObject({ status: 200, hashes: 0 });
    },
  );

  // Runs only with EVERY_CASE, because eighteen responses each take at least the minimum time.
  if (isEveryCase)
    test('stay the same once an address has reached its e-mail limit', async () => {
      for (const endpoint of ['/request-password-reset', '/send-verification-email', '/sign-up/email'])
        for (const email of everybody) await portal.browser().post(endpoint, { ...person, email });
      await portal.sentMails();
      const sent = portal.mails.length;
      const [{ counters } = { counters: 0 }] = await database.db.query<{ counters: number }>(
        "SELECT COUNT(*) AS counters FROM rate_limits WHERE `key` LIKE 'mail-to:%'",
        { type: QueryTypes.SELECT },
      );
      expect(counters).toBeGreaterThanOrEqual(6);
      await database.db.query("UPDATE rate_limits SET points = 5 WHERE `key` LIKE 'mail-to:%'");
      await database.db.query("DELETE FROM rate_limits WHERE `key` NOT LIKE 'mail-to:%'");
      for (const endpoint of ['/request-password-reset', '/send-verification-email', '/sign-up/email']) {
        const heard = [];
        for (const email of everybody)
          heard.push(await hear(() => portal.browser().post(endpoint, { ...person, email })));
        expectAlike(heard);
        expect(heard[0]?.status).toBe(200);
      }
      await portal.sentMails();
      // Only the unknown address still gets mail. It wasn't registered until the end of the first round, so it hasn't
      // reached its limits yet.
      expect(portal.mails.slice(sent).filter(({ to }) => to !== unknown)).toEqual([]);
    });

  test('count the same number of attempts in the rate limits', async () => {
    const points = async () =>
      (
        await database.db.query<{ key: string; points: number }>('SELECT `key`, points FROM rate_limits', {
          type: QueryTypes.SELECT,
        })
      )
        .map(({ key, points: count }) => [key.split(':').slice(0, 2).join(':'), count])
        // Leaves out the counters for mail. They are counted when a mail is enqueued, and no response depends on them
        // (see the test above).
        .filter(([name]) => !String(name).startsWith('mail-to:'))
        .sort();
    const counts = [];
    for (const email of [known, unknown]) {
      await portal.browser().post('/sign-in/email', { email, password: 'not this password' });
      await portal.browser().post('/request-password-reset', { email });
      counts.push(await points());
      await database.db.query('DELETE FROM rate_limits');
    }
    expect(counts[0]).toEqual(counts[1]);
  });
});

test('/confirm-address gives the same response for a forged link and a deleted account’s link', async () => {
  const mails = await portal.sentMails();
  const token = linkOf(mails.findLast(({ to }) => to === unconfirmed)).searchParams.get('token');
  await database.db.query('DELETE FROM users WHERE email = ?', { replacements: [unconfirmed] });
  const heard = [];
  for (const given of [token, 'made.up.token'])
    heard.push(await hear(() => portal.browser().post('/confirm-address', { token: given, password })));
  expectAlike(heard);
});

test('A successful sign-in doesn’t wait for the minimum time', async () => {
  const slow = await startAuthPortal({ db: database.db, minimumAnswerMs: 600_000 });
  const answer = await slow.browser().post('/sign-in/email', { email: known, password });
  expect(answer.status).toBe(200);
  await slow.stop();
});
