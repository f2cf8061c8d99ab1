/** Tests the migration that makes columns NOT NULL, using rows from the first schema that lack a value. */
import { QueryTypes } from 'sequelize';
import { expect, it } from 'vitest';
import { migrations } from '#db/migration-list.ts';
import { useDatabase } from '#tests/support/database/database.ts';

const test = useDatabase();
const migration = migrations['2026.11.30T20.columns-that-are-always-set'];

const select = (sql: string) => test.db.query(sql, { type: QueryTypes.SELECT });
const nullable = () =>
  select(`SELECT column_name AS name FROM information_schema.columns
    WHERE table_schema = DATABASE() AND is_nullable = 'YES' AND (table_name, column_name)
      IN (('subscriptions', 'started_on'), ('receipts', 'stream'), ('receipts', 'reference'))`);

it('Rows without a value are completed or removed, and their streams folded again', async () => {
  const params = { name: '', context: test.db, note: () => undefined };
  await migration?.down(params);
  expect(await nullable()).toHaveLength(3);
  await test.db.query(
    `INSERT INTO event_streams (stream, version) VALUES ('subscription:1', 1), ('subscription:2', 1)`,
  );
  await test.db.query(`INSERT INTO subscriptions
      (stream, paddle_subscription_id, paddle_plan_id, status, quantity, started_on, created_at, updated_at)
    VALUES ('subscription:1', 1, 1, 'active', 1, NULL, '2026-01-12 09:00:00', NOW()),
      ('subscription:2', 2, 1, 'active', 1, '2026-01-10', '2026-01-12 09:00:00', NOW())`);
  await test.db.query(`INSERT INTO receipts
      (stream, reference, order_id, amount_minor, currency, quantity, paid_at, created_at, updated_at)
    VALUES ('subscription:1', NULL, '1-1', 900, 'USD', 1, NOW(), NOW(), NOW()),
      (NULL, 'order:1-2', '1-2', 900, 'USD', 1, NOW(), NOW(), NOW())`);

  for (const _run of ['first', 'again']) await migration?.up(params);
  expect(await nullable()).toEqual([]);
  expect(
    await select('SELECT stream, version, refold_at IS NULL AS isLeft FROM event_streams ORDER BY stream'),
  ).toEqual([
    { stream: 'subscription:1', version: 2, isLeft: 0 },
    { stream: 'subscription:2', version: 1, isLeft: 1 },
  ]);
  expect(await select('SELECT CAST(started_on AS CHAR) AS day FROM subscriptions ORDER BY stream')).toEqual([
    { day: '2026-01-12' },
    { day: '2026-01-10' },
  ]);
  expect(await select('SELECT stream, reference FROM receipts')).toEqual([
    { stream: 'subscription:1', reference: 'order:1-1' },
  ]);
});
