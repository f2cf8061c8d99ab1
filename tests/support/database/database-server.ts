/** Provides one database server for the tests: the launcher's, or a private one for this run. */
import { startTestServer } from '#scripts/test/test-server.ts';

/** Starts a server unless the launcher did. Returns the function that stops it. */
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
