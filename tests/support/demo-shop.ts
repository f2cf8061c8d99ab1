/** The whole shop, as `npm run demo` opens it, on a database of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { givenServer } from '#db/local-server.ts';
import { readSecrets } from '#scripts/demo/secrets.ts';
import { openShop, type Shop } from '#scripts/demo/shop.ts';
import { fourFreePorts } from '#scripts/system/ports.ts';

/** Opens a shop on an empty database of the run's server. Its `stop` leaves nothing behind. */
export async function openTestShop(name: string): Promise<Shop> {
  const { TEST_DATABASE_SERVER: address, TEST_DATABASE_PREFIX: prefix } = process.env;
  if (!address || !prefix)
    throw new Error('There is no test database here: only the projects api and long have one');
  const server = givenServer(address);
  const database = `${prefix}shop_${name}`;
  await server.dropDatabase(database);
  await server.createDatabase(database);
  const folder = mkdtempSync(join(tmpdir(), 'portal-shop-'));
  const [portal, twin, mailbox, metrics] = await fourFreePorts();
  const shop = await openShop({
    databaseUrl: server.url(database),
    folder,
    secrets: readSecrets(folder),
    ports: { portal, twin, mailbox, metrics },
    logFile: join(folder, 'portal.log'),
    reload: false,
  });
  return {
    ...shop,
    async stop() {
      await shop.stop();
      await server.dropDatabase(database);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
