/**
 * Tests mail servers that refuse, with real SMTP. An address that is refused for good gets no further e-mails until it
 * works again. Every other refusal is temporary, and concerns one e-mail only.
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { QueryTypes } from 'sequelize';
import { SMTPServer } from 'smtp-server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { portalSettings } from '#proofs/shop/portal.ts';
import { buildDeps } from '#server/build-deps.ts';
import { readConfig } from '#server/config/config.ts';
import type { Deps } from '#server/deps.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { sendAll } from '#tests/support/send-all.ts';

const test = useDatabase();
type Answer = { at: 'RCPT' | 'DATA'; code: number; text?: string } | 'silence';
/** What the mail server answers for an address; absent if it accepts the e-mail. */
let answers: Record<string, Answer> = {};
let accepted: string[] = [];
let server: SMTPServer;
let deps: Deps;
let now = new Date('2026-03-01T10:00:00Z');

const refusal = ({ code, text = 'refused' }: { code: number; text?: string }) =>
  Object.assign(new Error(text), { responseCode: code });

beforeAll(async () => {
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    closeTimeout: 100,
    onRcptTo({ address }, _session, done) {
      const answer = answers[address];
      if (answer === 'silence') return;
      done(answer?.at === 'RCPT' ? refusal(answer) : null);
    },
    onData(stream, { envelope }, done) {
      stream.resume().on('end', () => {
        const [to] = envelope.rcptTo;
        const answer = answers[to?.address ?? ''];
        if (answer && answer !== 'silence') return done(refusal(answer));
        accepted.push(to?.address ?? '');
        done();
      });
    },
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterAll(() => new Promise<void>((resolve) => server.close(resolve)));

beforeEach(() => {
  answers = {};
  accepted = [];
  now = new Date('2026-03-01T10:00:00Z');
  const port = (server.server.address() as AddressInfo).port;
  deps = buildDeps({
    config: readConfig({
      ...portalSettings({ url: 'http://portal.example', port: 0, databaseUrl: test.url }),
      MAIL_PORT: String(port),
    }),
    db: test.db,
    log: pino({ level: 'silent' }),
    clock: { now: () => now },
  });
});
afterEach(() => deps.mail.close());

/** Queues an e-mail to the address and runs one round. Returns the state of the e-mail. */
async function send(to: string, { urgent = false, isAwaited = false } = {}): Promise<string> {
  const key = `mail ${Math.random()}`;
  await deps.outbox.add([{ idempotencyKey: key, template: 'x', ids: { to }, at: now, urgent }]);
  return await round(key, { isAwaited });
}

async function round(key: string, { isAwaited = false } = {}): Promise<string> {
  await sendAll(deps, async ({ ids }) => ({
    ...{ to: String(ids.to), locale: 'en', template: 'reset-password', isAwaited },
    data: { name: 'Nora', url: 'https://portal.example/x' } as never,
  }));
  return (await deps.outbox.findByIdempotencyKey(key))?.state ?? '';
}

describe('A mail server that refuses', () => {
  // aasmanj/altarwed#609
  it('with 451, then says nothing, then refuses the address, gets three attempts and no e-mail', async () => {
    const to = 'nora@example.test';
    await addCustomer(test.db, { email: to });
    await deps.outbox.add([{ idempotencyKey: 'a', template: 'x', ids: { to }, at: now }]);
    answers = { [to]: { at: 'RCPT', code: 451 } };
    expect(await round('a')).toBe('waiting');
    now = new Date(now.getTime() + 60_000);
    answers = { [to]: { at: 'DATA', code: 421 } };
    expect(await round('a')).toBe('waiting');
    now = new Date(now.getTime() + 120_000);
    answers = { [to]: { at: 'RCPT', code: 550 } };
    expect(await round('a')).toBe('suppressed');
    expect(accepted).toEqual([]);
    expect(await deps.outbox.findByIdempotencyKey('a')).toMatchObject({
      attempts: 3,
      lastError: 'EENVELOPE 550',
    });
  });

  // usesend/useSend#337
  it('one address for good suppresses that address only', async () => {
    const [a, b, c] = ['a@example.test', 'b@example.test', 'c@example.test'];
    for (const email of [a, b, c]) await addCustomer(test.db, { email });
    answers = {
      [a]: { at: 'RCPT', code: 550, text: '5.1.1 no such user' },
      [b]: { at: 'DATA', code: 554, text: '5.7.1 looks like spam' },
    };
    expect(await send(a)).toBe('suppressed');
    expect(await send(b)).toBe('waiting');
    answers = {};
    expect(await send(a)).toBe('suppressed');
    expect(await send(b)).toBe('sent');
    expect(await send(c)).toBe('sent');
    expect(accepted).not.toContain(a);
  });

  it.each([
    ['a full mailbox', { at: 'RCPT', code: 552 }],
    ['a sender it doesn’t relay for', { at: 'RCPT', code: 550, text: '5.7.1 relaying denied' }],
    ['a client it has blocked', { at: 'RCPT', code: 554, text: '5.7.1 blocked' }],
    ['the message', { at: 'DATA', code: 550 }],
  ] as const)('because of %s suppresses nothing', async (_case, answer) => {
    const to = 'nora@example.test';
    await addCustomer(test.db, { email: to });
    answers = { [to]: answer };
    expect(await send(to)).toBe('waiting');
    expect((await deps.accounts.findRecipient(to))?.refusedSince).toBeNull();
  });

  it('the connection suppresses nothing', async () => {
    const to = 'nora@example.test';
    await addCustomer(test.db, { email: to });
    await deps.outbox.add([{ idempotencyKey: 'a', template: 'x', ids: { to }, at: now }]);
    const mail = {
      send: () => Promise.reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })),
    };
    await sendAll({ ...pickDeps(), mail }, async () => ({
      ...{ to, locale: 'en', template: 'reset-password', data: { name: '' } },
    }));
    expect(await deps.outbox.findByIdempotencyKey('a')).toMatchObject({ state: 'waiting' });
    expect((await deps.accounts.findRecipient(to))?.refusedSince).toBeNull();
  });
});

const pickDeps = () => ({ outbox: deps.outbox, accounts: deps.accounts, log: deps.log, now: deps.now });

describe('A refused address', () => {
  const to = 'nora@example.test';
  let userId: number;
  beforeEach(async () => {
    userId = await addCustomer(test.db, { email: to });
    answers = { [to]: { at: 'RCPT', code: 550 } };
    expect(await send(to)).toBe('suppressed');
    answers = {};
  });

  it('gets e-mails again once it has been confirmed', async () => {
    await deps.emailVerified({ id: userId, email: to });
    expect(await send(to)).toBe('sent');
  });

  it('no longer matters once the customer has another one', async () => {
    await deps.accounts.setEmail(userId, 'nora@elsewhere.test', { isVerified: true });
    expect(await send('nora@elsewhere.test')).toBe('sent');
    expect((await deps.accounts.findRecipient('nora@elsewhere.test'))?.refusedSince).toBeNull();
  });

  it('gets no security notice', async () => {
    expect(await send(to, { urgent: true })).toBe('suppressed');
    expect(accepted).toEqual([]);
  });

  it('still gets the e-mails that a user has asked for, and all others once one has arrived', async () => {
    expect(await send(to, { urgent: true, isAwaited: true })).toBe('sent');
    expect(await send(to)).toBe('sent');
  });

  it('is tried once for each e-mail that a user has asked for, and stays refused', async () => {
    answers = { [to]: { at: 'RCPT', code: 550 } };
    expect(await send(to, { urgent: true, isAwaited: true })).toBe('suppressed');
    expect(await send(to)).toBe('suppressed');
    expect((await deps.accounts.findRecipient(to))?.refusedSince).toEqual(now);
  });

  it('is not tried by any of many e-mails at once, and holds up no other address', async () => {
    const other = 'olga@example.test';
    await addCustomer(test.db, { email: other });
    const keyOf = (n: number) => `many ${n}`;
    await deps.outbox.add(
      Array.from({ length: 24 }, (_, n) => ({
        ...{ idempotencyKey: keyOf(n), template: 'x', at: now },
        ids: { to: n % 2 ? other : to },
      })),
    );
    expect(await round(keyOf(0))).toBe('suppressed');
    const mails = await deps.outbox.list({ limit: 24 });
    expect(mails.map(({ state }) => state).sort()).toEqual([
      ...Array.from({ length: 12 }, () => 'sent'),
      ...Array.from({ length: 12 }, () => 'suppressed'),
    ]);
    expect(accepted).toEqual(Array.from({ length: 12 }, () => other));
  });

  it('is compared without regard to case', async () => {
    expect(await send('Nora@Example.test')).toBe('suppressed');
  });
});

describe('The time of an account’s last change', () => {
  const to = 'nora@example.test';
  const changedAt = '2026-01-01 10:00:00.000';
  const account = async () => {
    const sql = `SELECT CAST(updated_at AS CHAR) AS changedAt, email_refused_at IS NOT NULL AS isRefused FROM users`;
    const [row] = await test.db.query(sql, { type: QueryTypes.SELECT });
    return row;
  };
  let userId: number;
  beforeEach(async () => {
    userId = await addCustomer(test.db, { email: to });
    await test.db.query(`UPDATE users SET updated_at = '${changedAt}'`);
  });

  it('stays the same when a refusal of the address is recorded and cleared', async () => {
    answers = { [to]: { at: 'RCPT', code: 550 } };
    expect(await send(to)).toBe('suppressed');
    expect(await account()).toEqual({ changedAt, isRefused: 1 });
    await deps.emailVerified({ id: userId, email: to });
    expect(await account()).toEqual({ changedAt, isRefused: 0 });
  });

  it('stays the same when an address without a refusal is confirmed', async () => {
    await deps.emailVerified({ id: userId, email: to });
    expect(await account()).toEqual({ changedAt, isRefused: 0 });
  });
});
