/** The measured process: the portal, and beside it the yardstick on a port of its own. */
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createPool, type RowDataPacket } from 'mysql2/promise';
import { destination, pino } from 'pino';
import { readConfig } from '#server/config.ts';
import { startServer } from '#server/main.ts';

/** A bare Express route doing one prepared SELECT by a unique key: what anybody would write first. */
async function startYardstick(databaseUrl: string): Promise<string> {
  const pool = createPool({ uri: databaseUrl, connectionLimit: 10 });
  const [keys] = await pool.query<RowDataPacket[]>('SELECT key_hash FROM licence_keys LIMIT 1000');
  let turn = 0;
  const app = express();
  app.get('/', async (_req, res) => {
    turn = (turn + 1) % keys.length;
    const [rows] = await pool.execute<RowDataPacket[]>(
      'SELECT id, licence_id FROM licence_keys WHERE key_hash = ?',
      [keys[turn]?.key_hash],
    );
    res.json({ licence: rows[0]?.licence_id });
  });
  return new Promise((resolve) => {
    const server = app.listen(0, '127.0.0.1', () => {
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    });
  });
}

const config = readConfig();
// As in production, but for where the lines go.
const log = pino({ level: 'info' }, destination('/dev/null'));
const portal = await startServer(config, { log, client: (_req, _res, next) => next() });
const yardstick = await startYardstick(config.database.url);
process.once('disconnect', () => process.exit());
process.send?.({ portal: portal.url, yardstick });
