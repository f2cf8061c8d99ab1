/** Entry point of the measured process. Serves the portal on one port and the baseline implementations on another. */
import { destination, pino } from 'pino';
import { takeAnyPort } from '#scripts/system/ports.ts';
import { readConfig } from '#server/config/config.ts';
import { startServer } from '#server/server.ts';
import { startYardsticks } from './yardsticks.ts';

const { port, listener } = await takeAnyPort();
const config = readConfig({ ...process.env, PORT: String(port), APP_URL: `http://127.0.0.1:${port}` });
// Formats as much log output as in production, but discards it.
const log = pino({ level: 'info' }, destination('/dev/null'));
const portal = await startServer(config, {
  log,
  listener,
  jobs: false,
  client: (_req, _res, next) => next(),
});
const yardsticks = await startYardsticks(config.database.address, config.database.poolSize);
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.((user + system) / 1e6);
});
process.once('disconnect', () => process.exit());
process.send?.({ portal: portal.url, yardsticks });
