/** Opens the whole shop as `npm run demo` does, on a separate database. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deliverHistory, type Untold } from '#scripts/demo/history/deliver-history.ts';
import { draftHistory, ensureHistory } from '#scripts/demo/history/ensure-history.ts';
import { type Person, readHistory } from '#scripts/demo/history/history.ts';
import { passwordsOf, readSecrets, type Secrets } from '#scripts/demo/secrets.ts';
import { openShop, type Shop, vendorOf } from '#scripts/demo/shop.ts';
import { givenServer } from '#scripts/local-server/local-server.ts';
import { takeAnyPort } from '#scripts/system/ports.ts';

/**
 * Returns all people that visitors can sign in as, and every `nth` of the others, so that the history is short enough
 * for a test.
 */
export const someOfTheHistory = (nth: number): Person[] =>
  readHistory().filter(({ logIn }, index) => logIn !== undefined || index % nth === 0);

export interface TestShop {
  /** The shop that is currently open. */
  readonly shop: Shop;
  secrets: Secrets;
  databaseUrl: string;
  /** Closes the shop and opens it again, as when the demo is started again. */
  reopen: () => Promise<Untold>;
  /** Closes the shop and deletes its database and files. */
  close: () => Promise<void>;
}

/** Opens a shop with a history, using an empty database on the test run's server. */
export async function openTestShop(name: string, people: readonly Person[]): Promise<TestShop> {
  const { TEST_DATABASE_SERVER: address, TEST_DATABASE_PREFIX: prefix } = process.env;
  if (!address || !prefix)
    throw new Error('No test database was found: only the projects api and long have one');
  const server = givenServer(address);
  const database = `${prefix}shop_${name}`;
  await server.dropDatabase(database);
  await server.createDatabase(database);
  const databaseUrl = server.url(database);
  const folder = mkdtempSync(join(tmpdir(), 'portal-shop-'));
  const secrets = readSecrets(folder);

  async function open(): Promise<{ shop: Shop; untold: Untold }> {
    const ports = {
      portal: await takeAnyPort(),
      twin: await takeAnyPort(),
      mailbox: await takeAnyPort(),
      metrics: await takeAnyPort(),
    };
    const history = {
      ...{
        folder,
        people,
        twinUrl: `http://127.0.0.1:${ports.twin.port}`,
        vendor: vendorOf(secrets),
        now: new Date(),
      },
      passwords: passwordsOf(secrets),
    };
    await draftHistory(history);
    await ensureHistory({
      ...history,
      databaseUrl,
      clear: () => Promise.reject(new Error('the database of a test shop must not be cleared')),
    });
    const shop = await openShop({
      ...{ databaseUrl, folder, secrets, ports },
      logFile: join(folder, 'portal.log'),
      runs: 'sources',
    });
    return { shop, untold: await deliverHistory(shop) };
  }

  let { shop } = await open();
  return {
    get shop() {
      return shop;
    },
    secrets,
    databaseUrl,
    async reopen() {
      await shop.stop();
      const again = await open();
      shop = again.shop;
      return again.untold;
    },
    async close() {
      await shop.stop();
      await server.dropDatabase(database);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
