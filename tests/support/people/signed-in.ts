/** Provides a portal with a mailbox and a signed-in customer. */
import { QueryTypes } from 'sequelize';
import { afterEach, beforeEach, expect } from 'vitest';
import { type Portal, type PortalOptions, startPortal } from '#proofs/shop/portal.ts';
import { type Mailbox, startMailbox } from '#scripts/demo/mailbox/mailbox.ts';
import { buildDeps } from '#server/build-deps.ts';
import type { Deps } from '#server/deps.ts';
import type { TestDatabase } from '#tests/support/database/database.ts';
import { type KeptRows, keepRows, putBack } from '#tests/support/database/kept-rows.ts';
import { registerCustomer } from './customer.ts';

export interface SignedIn {
  portal: Portal;
  mailbox: Mailbox;
  /** The same dependencies as in a process of the portal. */
  deps: Deps;
  cookie: string;
  userId: number;
  email: string;
  trpc: ReturnType<Portal['trpc']>;
  /** Sets the customer's last reauthentication to long ago. */
  forgetConfirmation: () => Promise<void>;
  rows: <T extends object>(sql: string) => Promise<T[]>;
}

const email = 'nora.lindqvist@example.test';

/**
 * Starts a portal for each test. The customer registers in the first test and is restored in the others, which
 * therefore start with an empty mailbox. `options` is called for each test, so it can use what earlier hooks have
 * started.
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
    // Assigned early, so that both are stopped even if the rest fails.
    Object.assign(world, { portal, mailbox } satisfies Partial<SignedIn>);
    if (registered) await putBack(database.db, registered.kept);
    else {
      const { cookie } = await registerCustomer({ url: portal.url, mailbox }, email);
      // The rows to restore must include the record that the mail was sent.
      await expect.poll(() => rows("SELECT id FROM outbox WHERE state = 'waiting'")).toEqual([]);
      registered = { cookie, kept: await keepRows(database.db) };
    }
    const { cookie } = registered;
    const { config, logger: log } = portal;
    const [user] = await rows<{ id: number }>('SELECT id FROM users');
    Object.assign(world, {
      ...{ cookie, email, rows, trpc: portal.trpc(cookie), userId: user?.id ?? 0 },
      deps: buildDeps({ config, db: database.db, log, clock: { now: portal.now } }),
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
