/**
 * The shop that the browser tests share: a real database, mail server, Paddle twin and portal. Problems reported by a
 * page's browser fail the test.
 */
import { randomBytes } from 'node:crypto';
import { test as base, expect, type Page } from '@playwright/test';
import { QueryTypes, type Sequelize } from 'sequelize';
import { migrateUp } from '#db/migrate.ts';
import { type Mailbox, startMailbox } from '#scripts/demo/mailbox/mailbox.ts';
import { seedPlans } from '#scripts/demo/seed.ts';
import { givenServer } from '#scripts/local-server/local-server.ts';
import { takeAnyPort } from '#scripts/system/ports.ts';
import { readConfig } from '#server/config/config.ts';
import { createClient } from '#server/features/instances/create-client.ts';
import { instanceClientRepository } from '#server/features/instances/instance-client.repository.ts';
import { openDatabase } from '#server/platform/database/connection.ts';
import { createLogger } from '#server/platform/observability/logger.ts';
import { startServer } from '#server/server.ts';
import { isSoldPerSeat } from '#shared/catalogue/catalogue.ts';
import { seedPlansOnSale } from '#tests/support/billing/plans-on-sale.ts';
import { privateKey, settingsFor, vendor } from '#tests/support/billing/twin-settings.ts';
import { type OpenIdServer, startOpenIdServer } from '#tests/support/login-providers/openid-server.ts';
import { startPassportServer } from '#tests/support/login-providers/passport-server.ts';
import type { ProviderServer } from '#tests/support/login-providers/person.ts';
import { callbackOf, settingsOf } from '#tests/support/login-providers/provider-settings.ts';
import { type PaddleTwin, startTwin } from '#twin/start-twin.ts';

export interface Shop {
  url: string;
  /** The portal's database, for rows that would take long to create in the browser. */
  db: Sequelize;
  twin: PaddleTwin;
  mailbox: Mailbox;
  /** Reads rows from the shop's database. */
  rows: <T extends object>(sql: string, values?: readonly (string | number)[]) => Promise<T[]>;
  /** Runs a statement that changes the shop's database. */
  run: (sql: string, values?: readonly (string | number)[]) => Promise<void>;
  instance: { clientId: string; clientSecret: string };
  /** Fake sign-in providers. Google is an OpenID provider, Monica a Passport server. */
  google: OpenIdServer;
  monica: ProviderServer;
}

async function openShop(): Promise<{ shop: Shop; close: () => Promise<void> }> {
  const { TEST_DATABASE_SERVER: address, TEST_DATABASE_PREFIX: prefix } = process.env;
  if (!address || !prefix)
    throw new Error('Run the journeys with `npm test -- --project e2e`, which provides the database');
  const server = givenServer(address);
  const database = `${prefix}e2e_${randomBytes(3).toString('hex')}`;
  await server.createDatabase(database);
  const databaseUrl = server.url(database);
  const db = openDatabase({ url: databaseUrl });
  await migrateUp(db);
  await seedPlansOnSale(db);
  const instance = await createClient(
    { instanceClients: instanceClientRepository(db) },
    { name: 'journeys', product: null },
  );
  const mailbox = await startMailbox();
  const twin = await startTwin({
    port: 0,
    webhookUrl: null,
    vendor,
    privateKey,
    catalogue: Object.values(seedPlans).map((plan) => ({
      id: plan.paddlePlanId,
      name: plan.planName,
      interval: plan.frequency === 'Annual' ? 'year' : 'month',
      usdCents: plan.price.minor,
      perSeat: isSoldPerSeat(plan.product),
    })),
  });
  const [google, monica] = await Promise.all([startOpenIdServer(), startPassportServer()]);
  const held = await takeAnyPort();
  // Uses a host name, because passkeys are bound to a domain and browsers don't create any for an IP address.
  const url = `http://localhost:${held.port}`;
  const key = () => `base64:${randomBytes(32).toString('base64')}`;
  const config = readConfig({
    NODE_ENV: 'test',
    APP_URL: url,
    PORT: String(held.port),
    BIND_ADDRESS: '127.0.0.1',
    APP_KEY: key(),
    PRIVATE_KEY: key(),
    DATABASE_URL: databaseUrl,
    ...settingsFor(twin),
    CLOCK_URL: twin.clockUrl,
    MAIL_HOST: '127.0.0.1',
    MAIL_PORT: String(mailbox.smtpPort),
    DRAIN_SECONDS: '0',
    MAIL_ENCRYPTION: 'none',
    MAIL_FROM_ADDRESS: 'portal@example.test',
    SUPPORT_EMAIL: 'support@example.test',
    MONICA_BILLING_URL: 'https://monica.example.test/settings/subscriptions',
    OFFICELIFE_BILLING_URL: 'https://officelife.example.test/account/billing',
    LOGIN_PROVIDERS: 'google,monica',
    ...settingsOf('google', url, google.url, monica.url),
    ...settingsOf('monica', url, google.url, monica.url),
  });
  google.allow([callbackOf(url, 'google')]);
  const portal = await startServer(config, {
    log: createLogger('error'),
    limitSignIn: false,
    listener: held.listener,
  });
  twin.setWebhookUrl(`${url}/paddle/webhook`);
  return {
    shop: {
      ...{ url, db, twin, mailbox, instance, google, monica },
      rows: (sql, values = []) => db.query(sql, { replacements: [...values], type: QueryTypes.SELECT }),
      run: async (sql, values = []) => {
        await db.query(sql, { replacements: [...values] });
      },
    },
    close: async () => {
      await portal.stop();
      await held.release();
      await twin.stop();
      await mailbox.stop();
      await Promise.all([google.stop(), monica.stop()]);
      await db.close();
      await server.dropDatabase(database);
    },
  };
}

/**
 * Whether the browser reports that it ran no script in the frame of an e-mail. E-mails have no scripts: these are
 * Playwright's own.
 */
const isOfFramedMail = (text: string): boolean =>
  /^Blocked script execution in '[^']*\/administration\/mails\/preview\.html\?/.test(text);

/**
 * Records a page's problems: uncaught exceptions, logged errors and warnings, policy violations, and requests to other
 * hosts.
 */
function watch(page: Page, { url, twin, google, monica }: Shop, problems: string[]): void {
  page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    // The twin's pages log an error for a declined card, so messages from the twin are ignored.
    const ours = !message.location().url.startsWith(twin.url) && !isOfFramedMail(message.text());
    if (ours && (message.type() === 'error' || message.type() === 'warning')) {
      problems.push(`console: ${message.text()}`);
    }
  });
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    const known = [url, twin.url, google.url, monica.url].map((each) => new URL(each).origin);
    if (protocol.startsWith('http') && !known.includes(origin)) problems.push(`outgoing: ${request.url()}`);
  });
}

export const test = base.extend<{ problems: string[] }, { shop: Shop }>({
  shop: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern to know that nothing is needed
    async ({}, use) => {
      const { shop, close } = await openShop();
      await use(shop);
      await close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  baseURL: async ({ shop }, use) => use(shop.url),
  problems: [
    async ({ page, shop }, use) => {
      const problems: string[] = [];
      watch(page, shop, problems);
      await use(problems);
      expect(problems).toEqual([]);
    },
    { auto: true },
  ],
});

export const password = 'correct horse battery';

/** Registers in the browser and opens the link in the e-mail, which signs the customer in. */
export async function register(
  page: Page,
  shop: Shop,
  email: string,
  name = 'Nora Lindqvist',
): Promise<void> {
  await page.goto('/register');
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Create an account' }).click();
  await expect(page.getByRole('heading', { name: 'Check your inbox' })).toBeVisible();
  await expect.poll(() => shop.mailbox.letters(email).length).toBe(1);
  await page.goto(linkIn(shop.mailbox.letters(email)[0]?.text, 'verify-email'));
  await expect(page.getByText('You’re signed in.')).toBeVisible();
}

/** Returns the first URL in a mail's text that contains `part`. Throws if there is none. */
export function linkIn(text: string | undefined, part: string): string {
  const link = (text?.match(/https?:\/\/\S+/g) ?? []).find((each) => each.includes(part));
  if (!link) throw new Error(`the mail has no link with ${part}`);
  return link;
}
