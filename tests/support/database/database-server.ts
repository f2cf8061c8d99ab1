/**
 * Provides one database server for all tests of a run: the one that the launcher started, or otherwise a private one.
 */
import { startTestServer } from '#scripts/test/test-server.ts';

/** Starts a database server unless the launcher has started one. Returns a function that stops it. */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.TEST_DATABASE_SERVER) return undefined;
  const server = await startTestServer((line) => process.stderr.write(`${line}\n`));
  process.env.TEST_DATABASE_SERVER = server.address;
  process.env.TEST_DATABASE_PREFIX = server.prefix;
  return async () => {
    delete process.env.TEST_DATABASE_SERVER;
    await server.stop();
  };
}
