/** A portal with a real mailbox, for tests of the e-mails that alerts and days cause. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { QueryTypes, type Sequelize } from 'sequelize';
import { afterEach, beforeEach, expect } from 'vitest';
import { type Portal, startPortal } from '#proofs/shop/portal.ts';
import type { Letter } from '#scripts/demo/mailbox/letter.ts';
import { type Mailbox, startMailbox } from '#scripts/demo/mailbox/mailbox.ts';
import { buildDeps } from '#server/build-deps.ts';
import type { Deps } from '#server/deps.ts';
import { announceDays } from '#server/features/billing/notices/announce-days.ts';
import { passthroughOf } from '#tests/support/billing/alerts.ts';
import { seedPlansOnSale } from '#tests/support/billing/plans-on-sale.ts';
import { addCustomer } from '#tests/support/database/add-customer.ts';
import { useDatabase } from '#tests/support/database/database.ts';

export interface MailPortal {
  db: Sequelize;
  portal: Portal;
  mailbox: Mailbox;
  deps: Deps;
  userId: number;
  email: string;
  /** Fields of an alert that identify the customer. */
  ours: { passthrough: string; email: string };
  /** The rows with which Paddle answers `subscription/users`. */
  rowsAtPaddle: object[];
  /** Waits until nothing is waiting in the outbox. Returns the subjects received since the last call, oldest first. */
  subjects(to?: string): Promise<string[]>;
  /** Waits for e-mails like `subjects`, and returns the newest one. */
  letter(to?: string): Promise<Letter>;
  /**
   * Runs `work` while the mail server accepts no message, and waits until each e-mail has been refused once. Then sets
   * the clock to `until`, when all of them are due again.
   */
  whileAway(until: string, work: () => Promise<unknown>): Promise<void>;
  /** Runs the job that queues the notices of the day. */
  notices(): Promise<void>;
  /** Templates and states in the outbox, oldest first. */
  outbox(): Promise<{ template: string; state: string; key: string }[]>;
  select<T extends object>(sql: string): Promise<T[]>;
  execute(sql: string): Promise<void>;
}

/**
 * Opens a portal and a mailbox before each test. The customer is Nora, with a verified address. Call it once, at the
 * top of a test file.
 */
export function useMailPortal({
  at = '2026-01-12T09:20:00Z',
  settings = {},
}: {
  at?: string;
  settings?: Record<string, string>;
} = {}): MailPortal {
  const test = useDatabase();
  // Filled before each test. It is one constant object, so a test file can keep a reference to it.
  const shop = {} as MailPortal;
  const email = 'nora@example.test';
  const paddle = createServer((_req, res) => {
    res.setHeader('Content-Type', 'application/json');
    res.end(JSON.stringify({ success: true, response: shop.rowsAtPaddle }));
  });
  beforeEach(async () => {
    await new Promise<void>((resolve) => paddle.listen(0, '127.0.0.1', resolve));
    const mailbox = await startMailbox();
    const portal = await startPortal({
      databaseUrl: test.url,
      at,
      settings: {
        MAIL_PORT: String(mailbox.smtpPort),
        PADDLE_VENDORS_URL: `http://127.0.0.1:${(paddle.address() as AddressInfo).port}/api/2.0`,
        ...settings,
      },
    });
    const deps = buildDeps({
      config: portal.config,
      db: test.db,
      log: pino({ level: 'silent' }),
      clock: { now: portal.now },
    });
    await seedPlansOnSale(test.db);
    const userId = await addCustomer(test.db, { name: 'Nora Lindqvist', email });
    const select = <T extends object>(sql: string) => test.db.query<T>(sql, { type: QueryTypes.SELECT });
    const outbox = () =>
      select<{ template: string; state: string; key: string }>(
        'SELECT template, state, idempotency_key AS `key` FROM outbox ORDER BY id',
      );
    const seen = new Set<string>();
    const newLetters = async (to: string): Promise<Letter[]> => {
      await expect
        .poll(async () => (await outbox()).filter(({ state }) => state === 'waiting'), { timeout: 10_000 })
        .toEqual([]);
      const fresh = mailbox.letters(to).filter(({ id }) => !seen.has(id));
      for (const { id } of fresh) seen.add(id);
      return fresh;
    };
    Object.assign(shop, {
      ...{ db: test.db, portal, mailbox, deps, userId, email, select, outbox },
      rowsAtPaddle: [],
      execute: async (sql) => void (await test.db.query(sql)),
      ours: { passthrough: passthroughOf(userId), email },
      subjects: async (to = email) => (await newLetters(to)).map(({ subject }) => subject).reverse(),
      letter: async (to = email) => {
        const [newest] = await newLetters(to);
        if (!newest) throw new Error(`no e-mail has arrived for ${to}`);
        return newest;
      },
      async whileAway(until, work) {
        mailbox.setAway(true);
        await work();
        await expect
          .poll(() => select("SELECT id FROM outbox WHERE state = 'waiting' AND last_error IS NULL"))
          .toEqual([]);
        mailbox.setAway(false);
        portal.setNow(until);
      },
      notices: () => announceDays(deps),
    } satisfies MailPortal);
  });
  afterEach(async () => {
    await shop.portal.stop();
    await shop.mailbox.stop();
    paddle.closeAllConnections();
    await new Promise((resolve) => paddle.close(resolve));
  });
  return shop;
}
