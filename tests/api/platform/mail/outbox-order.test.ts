/**
 * Tests the order in which mails are sent, how many are sent at the same time, and that a slow or hanging mail server
 * has only a limited effect.
 */
import { pino } from 'pino';
import { QueryTypes } from 'sequelize';
import { SMTPServer } from 'smtp-server';
import { beforeEach, describe, expect, it } from 'vitest';
import { accountRepository } from '#server/features/accounts/account.repository.ts';
import { mailTemplates } from '#server/mails/mail-templates.ts';
import { purgeExpired } from '#server/platform/database/purge-expired.ts';
import { createMailer, type Mail } from '#server/platform/mail/mailer.ts';
import { type NewOutboxMail, outboxRepository } from '#server/platform/mail/outbox.repository.ts';
import { type ComposeMail, createOutboxSender, outboxWorkers } from '#server/platform/mail/send-outbox.ts';
import { retention } from '#server/retention.ts';
import { useDatabase } from '#tests/support/database/database.ts';
import { sendAll } from '#tests/support/send-all.ts';

const test = useDatabase();
const now = new Date('2026-03-01T10:00:00Z');
const log = pino({ level: 'silent' });
const accounts = () => accountRepository(test.db);
const outbox = () => outboxRepository(test.db);

const bill = (n: number): NewOutboxMail => ({
  idempotencyKey: `bill ${n}`,
  template: 'payment-failed',
  ids: { event: n },
  at: new Date(now.getTime() - 60_000),
});
const code: NewOutboxMail = {
  idempotencyKey: 'code',
  template: 'confirm-code',
  ids: {},
  at: now,
  urgent: true,
};

const compose: ComposeMail = async ({ idempotencyKey }) => ({
  to: `${idempotencyKey.replace(' ', '-')}@example.test`,
  locale: 'en',
  template: 'reset-password',
  data: { name: idempotencyKey, url: 'https://portal.example/x' },
});

/** Returns a sender that picks up more mail whenever a worker becomes free, as the server's sender does. */
function running(send: (mail: Mail) => Promise<void>) {
  let stopped = false;
  let taking = Promise.resolve();
  const goOn = () => {
    taking = taking.then(async () => {
      if (!stopped) await sender.takeUp();
    });
  };
  const sender = createOutboxSender(
    { outbox: outbox(), mail: { send }, accounts: accounts(), log, now: () => now },
    compose,
    {
      onFree: goOn,
    },
  );
  return {
    look: goOn,
    async stop() {
      stopped = true;
      await taking;
    },
  };
}

describe('500 queued payment e-mails and one with a code', () => {
  beforeEach(() => outbox().add([...Array.from({ length: 500 }, (_, n) => bill(n)), code]));

  it('send the code first through a slow mail server', async () => {
    const begun: string[] = [];
    const answers: (() => void)[] = [];
    const sender = running((mail) => {
      begun.push(mail.to);
      return new Promise((resolve) => void answers.push(resolve));
    });
    sender.look();
    await expect.poll(() => begun.length).toBeGreaterThan(3);
    answers.shift()?.();
    await expect.poll(() => begun.length).toBeGreaterThanOrEqual(outboxWorkers - 1);
    await sender.stop();
    expect(begun[0]).toBe('code@example.test');
  });

  it('find urgent e-mails through an index without a filesort', async () => {
    const plan = await test.db.query<{ key: string; Extra: string }>(
      `EXPLAIN SELECT id FROM outbox WHERE state = 'waiting' AND priority = 0 AND next_attempt_at <= NOW(3)
       ORDER BY next_attempt_at, id LIMIT 10`,
      { type: QueryTypes.SELECT },
    );
    expect(plan).toMatchObject([{ key: 'outbox_turn_index' }]);
    expect(plan[0]?.Extra).not.toContain('filesort');
  });
});

describe('Recipients with hanging mail servers', () => {
  it("can't occupy every worker: a code is still sent", async () => {
    const hanging = Array.from({ length: 40 }, (_, n) => bill(n));
    await outbox().add(hanging);
    const begun: string[] = [];
    const sender = running((mail) => {
      begun.push(mail.to);
      return mail.to.startsWith('code') ? Promise.resolve() : new Promise(() => undefined);
    });
    sender.look();
    await expect.poll(() => begun.length).toBe(outboxWorkers - 2);
    await outbox().add([code]);
    sender.look();
    await expect.poll(async () => (await outbox().findByIdempotencyKey('code'))?.state).toBe('sent');
    await sender.stop();
    expect(begun).toHaveLength(outboxWorkers - 1);
  });

  it("don't delay the e-mails of other recipients", async () => {
    await outbox().add([bill(0)]);
    let sent = 0;
    const sender = running((mail) => {
      if (mail.to.startsWith('bill-0@')) return new Promise(() => undefined);
      sent += 1;
      return Promise.resolve();
    });
    sender.look();
    await expect.poll(async () => (await outbox().findByIdempotencyKey('bill 0'))?.attempts).toBe(1);
    await outbox().add(Array.from({ length: 30 }, (_, n) => bill(n + 1)));
    sender.look();
    await expect.poll(() => sent).toBe(30);
    await sender.stop();
  });
});

describe('A stopping process', () => {
  it("releases claimed e-mails that it hasn't begun to send", async () => {
    await outbox().add([code]);
    const stopping = new AbortController();
    const sent: Mail[] = [];
    const sender = createOutboxSender(
      {
        outbox: outbox(),
        mail: { send: async (mail) => void sent.push(mail) },
        accounts: accounts(),
        log,
        now: () => now,
      },
      async (owed) => {
        stopping.abort();
        return compose(owed);
      },
    );
    expect(await sender.takeUp(stopping.signal)).toBe(1);
    await sender.settled();
    expect(sent).toEqual([]);
    expect(await outbox().claimDue(now, now)).toMatchObject({ idempotencyKey: 'code' });
  });
});

describe('Connections to the mail server', () => {
  it('are reused and never exceed the number of workers', async () => {
    let connections = 0;
    let letters = 0;
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      closeTimeout: 100,
      onConnect(_session, done) {
        connections += 1;
        done();
      },
      onData(stream, _session, done) {
        stream.resume().on('end', () => {
          letters += 1;
          done();
        });
      },
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    const address = server.server.address();
    const mailer = createMailer({
      host: '127.0.0.1',
      port: typeof address === 'object' && address ? address.port : 0,
      username: null,
      password: null,
      encryption: 'none',
      from: { name: null, address: 'portal@portal.example' },
      appUrl: 'https://portal.example',
      supportEmail: 'support@portal.example',
      operator: { name: null, address: null },
      brandName: null,
      templates: mailTemplates,
      log,
    });
    await outbox().add(Array.from({ length: 40 }, (_, n) => bill(n)));
    await sendAll({ outbox: outbox(), mail: mailer, accounts: accounts(), log, now: () => now }, compose);
    mailer.close();
    await new Promise<void>((resolve) => server.close(() => resolve()));
    expect(letters).toBe(40);
    expect(connections).toBeLessThanOrEqual(outboxWorkers);
  });
});

describe('Old e-mails in the outbox', () => {
  it('are deleted after 90 days unless they are waiting or given up', async () => {
    await outbox().add(
      ['sent', 'not_needed', 'failed', 'waiting', 'young'].map((fact) => ({ ...code, idempotencyKey: fact })),
    );
    const old = new Date(now.getTime() - 91 * 86_400_000);
    await test.db.query(
      `UPDATE outbox SET state = IF(idempotency_key = 'young', 'sent', idempotency_key),
       settled_at = IF(idempotency_key = 'young', :now, IF(idempotency_key = 'waiting', NULL, :old))`,
      { replacements: { now, old } },
    );
    expect(await purgeExpired(test.db, retention, { real: now, business: now })).toMatchObject({ outbox: 2 });
    const left = await test.db.query<{ idempotencyKey: string }>(
      'SELECT idempotency_key AS idempotencyKey FROM outbox ORDER BY idempotency_key',
      {
        type: QueryTypes.SELECT,
      },
    );
    expect(left.map(({ idempotencyKey }) => idempotencyKey)).toEqual(['failed', 'waiting', 'young']);
  });
});
