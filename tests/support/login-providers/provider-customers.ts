/** The shop for tests of social sign-in, and the actions of its customers, who sign in with a provider. */
import { QueryTypes } from 'sequelize';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { type LoginProviderId, loginProviderIds } from '#shared/identity/login-providers.ts';
import { type TestDatabase, useDatabase } from '#tests/support/database/database.ts';
import type { PersonThere } from './person.ts';
import {
  type Browser,
  locationOf,
  type ProviderShop,
  startProviderShop,
  throughProvider,
  visit,
} from './provider-shop.ts';

const cookieOf = ({ jar }: Browser) => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');

export const emailOf = ({ email }: PersonThere): string => {
  if (email === null) throw new Error('they have no address');
  return email;
};

function customersOf(shop: ProviderShop, database: TestDatabase) {
  let count = 0;
  const rows = <T extends object = Record<string, unknown>>(sql: string) =>
    database.db.query<T>(sql, { type: QueryTypes.SELECT });

  /** Returns the e-mail address of the account that the browser is signed in to; null if it is signed out. */
  const whoIs = async (visitor: Browser) =>
    (await shop.portal.trpc(cookieOf(visitor)).accounts.me.query())?.email ?? null;

  /** Returns a new user of the provider. No earlier test of this file has used their address. */
  function somebody(change: Partial<PersonThere> = {}): PersonThere {
    count += 1;
    return {
      subject: String(7_000 + count),
      name: 'Nora Lindqvist',
      email: `nora${count}@example.test`,
      emailVerified: true,
      ...change,
    };
  }

  /** Returns an e-mail address that no earlier test of this file has used. */
  function anAddress(): string {
    count += 1;
    return `owner${count}@example.test`;
  }

  async function linkOfMail(email: string): Promise<string> {
    await expect.poll(() => shop.mailbox.letters(email).length).toBeGreaterThan(0);
    const link = /https?:\/\/\S+\/register\/finish\S+/.exec(shop.mailbox.letters(email)[0]?.text ?? '')?.[0];
    if (!link) throw new Error('the mail has no link');
    return new URL(link).searchParams.get('token') ?? '';
  }

  /** Accepts the terms. If the provider doesn't vouch for the e-mail address, also confirms it by mail. */
  async function finish(visitor: Browser, email: string): Promise<void> {
    const { body } = await visitor.post('/first-sign-in', {});
    const { needsEmail } = body.waiting;
    const accepted = { termsAccepted: true, locale: 'fr', ...(needsEmail ? { email } : {}) };
    const answer = await visitor.post('/first-sign-in/finish', accepted);
    expect(answer).toMatchObject({
      status: 200,
      body: { status: needsEmail ? 'mail_sent' : 'signed_in' },
    });
    if (!needsEmail) return;
    expect(await whoIs(visitor)).toBeNull();
    const token = await linkOfMail(email);
    expect(await visitor.post('/first-sign-in/confirm', { token })).toMatchObject({ status: 200 });
  }

  return {
    ...{ rows, whoIs, somebody, anAddress, linkOfMail, finish },

    /** Returns the kind and detail of every entry in the security log, oldest first. */
    async events() {
      const sql = 'SELECT kind, detail FROM security_events ORDER BY id';
      return (await rows<{ kind: string; detail: string }>(sql)).map(({ kind, detail }) => [kind, detail]);
    },

    /** Creates a customer through a provider. Returns the browser in which the customer is signed in. */
    async customerBy(id: LoginProviderId, person = somebody()): Promise<Browser> {
      const visitor = shop.browser();
      await visit(shop, id, visitor, person);
      await finish(visitor, emailOf(person));
      return visitor;
    },

    /** Creates a customer with a password. Returns the browser in which the customer is signed in. */
    async customerWithPassword(email = anAddress()): Promise<Browser> {
      const visitor = shop.browser();
      const password = 'a long enough password';
      await visitor.post('/sign-up/email', { name: 'Nora Lindqvist', email, password, termsAccepted: true });
      await database.db.query('UPDATE users SET email_verified = 1 WHERE email = ?', {
        replacements: [email],
      });
      expect(await visitor.post('/sign-in/email', { email, password })).toMatchObject({ status: 200 });
      return visitor;
    },

    /**
     * Links a provider from the settings page. Returns the URL to which the portal redirects after the provider's
     * callback.
     */
    async link(visitor: Browser, id: LoginProviderId, person: PersonThere): Promise<string> {
      shop.serverOf(id).person = person;
      const { status, body } = await visitor.call('identity.linkProvider', { provider: id });
      expect(status).toBe(200);
      const callback = await throughProvider(body.url, shop.portal.url);
      return locationOf(await visitor.get(callback.pathname + callback.search));
    },

    /** Returns the providers linked to an account, in alphabetical order. */
    async linksOf(email: string) {
      const links = await rows<{ id: string }>(
        `SELECT provider_id AS id FROM accounts JOIN users ON users.id = user_id WHERE email = '${email}' ORDER BY 1`,
      );
      return links.map(({ id }) => id);
    },

    /** Moves every session's last reauthentication an hour back, so that sensitive changes require a new one. */
    isUnconfirmed: () =>
      database.db.query('UPDATE sessions SET reauthenticated_at = NOW() - INTERVAL 1 HOUR'),
  };
}

export type ProviderCustomers = ProviderShop & ReturnType<typeof customersOf> & { database: TestDatabase };

/**
 * Opens one portal with every provider for a whole test file; the database is emptied before each test. Call it once,
 * at the top of the file.
 */
export function useProviderCustomers(): ProviderCustomers {
  const database = useDatabase();
  // Filled before the first test. It is one constant object, so a test file can keep a reference to it.
  const shop = { database } as ProviderCustomers;
  beforeAll(async () => {
    Object.assign(shop, await startProviderShop(database.url));
    Object.assign(shop, customersOf(shop, database));
  });
  afterAll(() => shop.stop());
  beforeEach(() => {
    for (const id of loginProviderIds) {
      Object.assign(shop.serverOf(id), { denies: false, isBroken: false });
    }
    shop.openId.omitsTokenType = false;
  });
  return shop;
}
