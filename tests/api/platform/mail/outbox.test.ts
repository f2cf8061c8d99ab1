/**
 * Tests the outbox. It sends one mail per idempotency key, at least once and always with the same Message-ID, and logs
 * an error if it abandons a mail.
 */
import { pino } from 'pino';
import { QueryTypes } from 'sequelize';
import { beforeEach, describe, expect, it } from 'vitest';
import { accountRepository } from '#server/features/accounts/account.repository.ts';
import type { Mail } from '#server/platform/mail/mailer.ts';
import {
  type OutboxMail,
  type OutboxRepository,
  outboxRepository,
} from '#server/platform/mail/outbox.repository.ts';
import type { ComposeMail } from '#server/platform/mail/send-outbox.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { sendAll } from '#tests/support/send-all.ts';

const test = useDatabase();
const start = new Date('2026-03-01T10:00:00Z');
let now = start;
let lines: string[] = [];

beforeEach(() => {
  now = start;
  lines = [];
});

const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
const accounts = () => accountRepository(test.db);
const outbox = () => outboxRepository(test.db);
const owe = (fact: string) =>
  outbox().add([{ idempotencyKey: fact, template: 'reset-password', ids: { event: 1 }, at: now }]);

const compose: ComposeMail = async ({ idempotencyKey }) => ({
  to: 'nora@example.test',
  locale: 'en',
  template: 'reset-password',
  data: { name: idempotencyKey, url: 'https://portal.example/x' },
});

function round(
  send: (mail: Mail) => Promise<void>,
  composeMail: ComposeMail = compose,
  repository: OutboxRepository = outbox(),
): Promise<number> {
  return sendAll(
    { outbox: repository, mail: { send }, accounts: accounts(), log, now: () => now },
    composeMail,
  );
}

const refuse = () =>
  Promise.reject(
    Object.assign(new Error('450 <nora@example.test> busy'), { code: 'EENVELOPE', responseCode: 450 }),
  );
const stored = (fact: string) => outbox().findByIdempotencyKey(fact);
const dueAt = async (fact: string) => {
  const [row] = await test.db.query<{ due: Date | null }>(
    'SELECT next_attempt_at AS due FROM outbox WHERE idempotency_key = ?',
    { type: QueryTypes.SELECT, replacements: [fact] },
  );
  return row?.due ?? null;
};
const later = (minutes: number) => {
  now = new Date(now.getTime() + minutes * 60_000);
};

describe('A queued e-mail', () => {
  it('is stored and sent once per idempotency key', async () => {
    for (let time = 0; time < 3; time += 1) await owe('a');
    const sent: Mail[] = [];
    expect(await round(async (mail) => void sent.push(mail))).toBe(1);
    await owe('a');
    expect(await round(async (mail) => void sent.push(mail))).toBe(0);
    expect(sent).toMatchObject([{ to: 'nora@example.test', id: expect.stringMatching(/^[0-9a-f]{40}$/) }]);
    expect(await stored('a')).toMatchObject({ state: 'sent', attempts: 1, lastError: null });
  });

  it('is discarded when its transaction rolls back', async () => {
    await test.db
      .transaction(async (transaction) => {
        await outboxRepository(test.db, transaction).add([
          { idempotencyKey: 'a', template: 'reset-password', ids: {}, at: now },
        ]);
        throw new Error('undone');
      })
      .catch(() => undefined);
    expect(await stored('a')).toBeNull();
  });

  it('is sent by exactly one of several processes', async () => {
    for (let each = 0; each < 20; each += 1) await owe(`fact ${each}`);
    const sent: string[] = [];
    const send = async (mail: Mail) => void sent.push(mail.id ?? '');
    const taken = await Promise.all([round(send), round(send), round(send), round(send)]);
    expect(taken.reduce((sum, one) => sum + one, 0)).toBe(20);
    expect(new Set(sent).size).toBe(20);
    expect(sent).toHaveLength(20);
  });

  it("is resent with the same Message-ID and logged as an error when its result can't be stored", async () => {
    await owe('a');
    await test.db.query('UPDATE outbox SET attempts = 14');
    const ids: (string | undefined)[] = [];
    const send = async (mail: Mail) => void ids.push(mail.id);
    let tries = 0;
    const broken = async () => {
      tries += 1;
      throw Object.assign(new Error('Deadlock found'), { errno: 1213 });
    };
    expect(await round(send, compose, { ...outbox(), settle: broken })).toBe(1);
    expect(tries).toBeGreaterThan(1);
    // The mail server has accepted the mail. Therefore no refusal is recorded, and the mail isn't abandoned although
    // this was the last attempt.
    expect(await stored('a')).toMatchObject({ state: 'waiting', attempts: 15, lastError: null });
    expect(lines.filter((line) => line.includes('"level":50'))).toHaveLength(1);
    expect(await round(send)).toBe(0);
    later(4);
    expect(await round(send)).toBe(1);
    expect(ids).toEqual([ids[0], ids[0]]);
    expect(await stored('a')).toMatchObject({ state: 'sent' });
  });

  it('is sent once when its result is stored on the second try', async () => {
    await owe('a');
    const ids: (string | undefined)[] = [];
    let tries = 0;
    const settle: OutboxRepository['settle'] = (...given) => {
      tries += 1;
      return tries === 1 ? Promise.reject(new Error('Deadlock found')) : outbox().settle(...given);
    };
    await round(async (mail) => void ids.push(mail.id), compose, { ...outbox(), settle });
    expect(await stored('a')).toMatchObject({ state: 'sent', attempts: 1, lastError: null });
    later(10);
    expect(await round(async (mail) => void ids.push(mail.id))).toBe(0);
    expect(ids).toHaveLength(1);
  });

  it.each([
    ['is refused', 1],
    ['is refused for the last time', 15],
  ])('stays sent when another process, past its lease, %s', async (_case, attempts) => {
    await owe('a');
    await test.db.query('UPDATE outbox SET attempts = ?', { replacements: [attempts - 1] });
    let fail: ((reason: Error) => void) | undefined;
    const slow = round(
      () =>
        new Promise((_resolve, reject) => {
          fail = reject;
        }),
    );
    await expect.poll(() => fail).toBeDefined();
    later(4);
    const sent: (string | undefined)[] = [];
    expect(await round(async (mail) => void sent.push(mail.id))).toBe(1);
    fail?.(new Error('Connection closed'));
    expect(await slow).toBe(1);
    expect(await stored('a')).toMatchObject({ state: 'sent', attempts: attempts + 1, lastError: null });
    expect(await dueAt('a')).toBeNull();
    later(600);
    expect(await round(async (mail) => void sent.push(mail.id))).toBe(0);
    expect(sent).toHaveLength(1);
  });

  it("isn't sent by a process whose lease expired while composing it", async () => {
    await owe('a');
    const sent: Mail[] = [];
    const taken = await round(
      async (mail) => void sent.push(mail),
      async (owed) => {
        if (owed.attempts === 1) later(4);
        return compose(owed);
      },
    );
    expect(taken).toBe(2);
    expect(sent).toHaveLength(1);
    expect(await stored('a')).toMatchObject({ state: 'sent', attempts: 2, lastError: null });
  });

  it('is marked void when there is nothing to send', async () => {
    await owe('a');
    await round(refuse, async () => null);
    expect(await stored('a')).toMatchObject({ state: 'not_needed' });
  });
});

describe('Failed deliveries', () => {
  it('are retried with growing delays, then given up with an error in the log', async () => {
    await owe('a');
    await owe('b');
    const waits: number[] = [];
    for (let tries = 1; tries <= 15; tries += 1) {
      expect(await round(refuse)).toBe(2);
      const due = await dueAt('a');
      if (!due) break;
      waits.push((due.getTime() - now.getTime()) / 60_000);
      now = new Date(due.getTime() - 1);
      expect(await round(refuse)).toBe(0);
      now = due;
    }
    expect(waits).toHaveLength(14);
    expect(waits.slice(0, 5)).toEqual([1, 2, 4, 8, 16]);
    expect(Math.max(...waits)).toBe(360);
    expect(await stored('a')).toMatchObject({
      state: 'failed',
      attempts: 15,
      lastError: 'EENVELOPE 450',
    });
    expect(
      lines.filter((line) => line.includes('"level":50') && line.includes('an e-mail has failed')),
    ).toHaveLength(2);
    expect(lines.join('')).not.toContain('nora@example.test');
  });

  it("don't block the e-mails behind them", async () => {
    await owe('a');
    await owe('b');
    const sent: string[] = [];
    await round(async (mail) => {
      if ('name' in mail.data && mail.data.name === 'a') return refuse();
      sent.push(mail.id ?? '');
    });
    expect(sent).toHaveLength(1);
    expect([(await stored('a'))?.state, (await stored('b'))?.state]).toEqual(['waiting', 'sent']);
  });

  it("are retried when the e-mail can't be composed", async () => {
    await owe('a');
    await round(refuse, (_owed: OutboxMail) => Promise.reject(new TypeError('a mistake of ours')));
    expect(await stored('a')).toMatchObject({ state: 'waiting', lastError: 'TypeError' });
  });
});
