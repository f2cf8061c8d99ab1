/** Provides a portal with a mailbox and a signed-in customer. */
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, expect } from 'vitest';
import { type Portal, type PortalOptions, startPortal } from '#proofs/shop/portal.ts';
import { type Mailbox, startMailbox } from '#scripts/demo/mailbox/mailbox.ts';
import { buildDeps } from '#server/build-deps.ts';
import type { Deps } from '#server/deps.ts';
import { classicPaddle } from '#server/platform/paddle/classic/adapter.ts';
import type { TestDatabase } from '#tests/support/database/database.ts';
import { type KeptRows, keepRows, putBack } from '#tests/support/database/kept-rows.ts';
import { registerCustomer } from './customer.ts';

export interface SignedIn {
  portal: Portal;
  mailbox: Mailbox;
  /** Dependencies like those of a process of the portal. */
  deps: Deps;
  cookie: string;
  userId: number;
  email: string;
  trpc: ReturnType<Portal['trpc']>;
  /** Sets the customer's last reauthentication to a time long ago. */
  forgetConfirmation: () => Promise<void>;
  rows: <T extends object>(sql: string) => Promise<T[]>;
}

const email = 'nora.lindqvist@example.test';

/**
 * Starts a portal for each test. The customer registers in the first test. In the others, the customer's rows are
 * restored, so their mailbox is empty at the start. `options` is called for each test, so it can use values that
 * earlier hooks have set.
 */
export function useSignedIn(
  database: TestDatabase,
  options: () => Omit<PortalOptions, 'databaseUrl'> = () => ({}),
): SignedIn {
  const world = {} as SignedIn;
  const rows = <T extends object>(sql: string) => database.db.query<T>(sql, { type: QueryTypes.SELECT });
  let registered: { cookie: string; kept: KeptRows } | undefined;
  beforeEach(async () => {
    const mailbox = await startMailbox();
    const { settings, ...rest } = options();
    const portal = await startPortal({
      databaseUrl: database.url,
      ...rest,
      settings: { ...settings, MAIL_PORT: String(mailbox.smtpPort) },
    });
    // Assigned at once, so that the portal and the mailbox are stopped even if a later line fails.
    Object.assign(world, { portal, mailbox } satisfies Partial<SignedIn>);
    if (registered) await putBack(database.db, registered.kept);
    else {
      const { cookie } = await registerCustomer({ url: portal.url, mailbox }, email);
      // Waits until the e-mail is recorded as sent. Otherwise the restored rows would contain it as waiting, and it
      // would be sent again.
      await expect.poll(() => rows("SELECT id FROM outbox WHERE state = 'waiting'")).toEqual([]);
      registered = { cookie, kept: await keepRows(database.db) };
    }
    const { cookie } = registered;
    const { config, logger: log } = portal;
    const [user] = await rows<{ id: number }>('SELECT id FROM users');
    Object.assign(world, {
      ...{ cookie, email, rows, trpc: portal.trpc(cookie), userId: user?.id ?? 0 },
      deps: buildDeps({
        ...{ config, db: database.db, log, clock: { now: portal.now } },
        // Without the long pauses between attempts while Paddle is down.
        paddle: classicPaddle({ ...config.paddle, log, now: portal.now, retryDelayMs: 1 }),
      }),
      forgetConfirmation: async () => {
        await database.db.query("UPDATE sessions SET reauthenticated_at = '2020-01-01 00:00:00'");
      },
    } satisfies Omit<SignedIn, 'portal' | 'mailbox'>);
  });
  afterEach(async () => {
    await world.portal.stop();
    await world.mailbox.stop();
  });
  return world;
}
