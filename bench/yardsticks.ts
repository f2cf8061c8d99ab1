/** Baseline implementations to compare the portal with. They use plain Express and plain mysql2. */
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createPool, type Pool, type RowDataPacket } from 'mysql2/promise';
import type { DatabaseAddress } from '#server/platform/database/address.ts';

/** Number of different row ids that the transactions use in turn. */
const heads = 2_000;

async function makeTables(pool: Pool): Promise<void> {
  await pool.query(`CREATE TABLE IF NOT EXISTS bench_events (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, stream VARCHAR(64) NOT NULL, payload LONGTEXT NOT NULL,
    received_at DATETIME(3) NOT NULL) ENGINE=InnoDB`);
  await pool.query(`CREATE TABLE IF NOT EXISTS bench_heads (
    id BIGINT UNSIGNED NOT NULL PRIMARY KEY, changes INT UNSIGNED NOT NULL, changed_at DATETIME(3) NOT NULL
    ) ENGINE=InnoDB`);
  await pool.query(`CREATE TABLE IF NOT EXISTS bench_licences (
    id BIGINT UNSIGNED NOT NULL PRIMARY KEY, valid_until DATE NOT NULL, changes INT UNSIGNED NOT NULL) ENGINE=InnoDB`);
  const rows = Array.from({ length: heads }, (_, id) => [id, '2026-01-01', 0]);
  await pool.query('INSERT IGNORE INTO bench_licences (id, valid_until, changes) VALUES ?', [rows]);
}

/**
 * Runs one transaction of three statements: it inserts a row as large as an alert, upserts a row, and updates a row.
 */
async function threeStatements(pool: Pool, id: number, payload: string): Promise<void> {
  const connection = await pool.getConnection();
  try {
    await connection.beginTransaction();
    await connection.execute(
      'INSERT INTO bench_events (stream, payload, received_at) VALUES (?, ?, NOW(3))',
      [`subscription:${id}`, payload],
    );
    await connection.execute(
      `INSERT INTO bench_heads (id, changes, changed_at) VALUES (?, 1, NOW(3))
       ON DUPLICATE KEY UPDATE changes = changes + 1, changed_at = NOW(3)`,
      [id],
    );
    await connection.execute(
      'UPDATE bench_licences SET valid_until = valid_until + INTERVAL 1 DAY, changes = changes + 1 WHERE id = ?',
      [id],
    );
    await connection.commit();
  } catch (error) {
    await connection.rollback();
    throw error;
  } finally {
    connection.release();
  }
}

/**
 * Starts the baseline server and returns its URL. `GET /` runs one prepared SELECT by a unique key; `POST /` runs one
 * transaction of three prepared statements.
 */
export async function startYardsticks(
  { tls: _, ...address }: DatabaseAddress,
  poolSize: number,
): Promise<string> {
  const pool = createPool({ ...address, connectionLimit: poolSize });
  await makeTables(pool);
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
  app.post('/', express.raw({ type: () => true, limit: '256kb' }), async (req, res) => {
    turn = (turn + 1) % heads;
    await threeStatements(pool, turn, String(req.body));
    res.json({ result: 'stored' });
  });
  return new Promise((resolve) => {
    const server = app.listen(0, '127.0.0.1', () => {
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    });
  });
}
