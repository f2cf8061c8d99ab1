/**
 * Marks the accounts and purchases of erased customers, so that a late alert about one of them is recognized even if it
 * doesn't name the account.
 */
import type { Migration } from '#db/migration.ts';

export const up: Migration = async ({ context: db }) => {
  // `name` is either an event log subject or `account:<id>`. Neither is personal data, because both contain only ids.
  // The ids are never reused.
  await db.query(`CREATE TABLE IF NOT EXISTS tombstones (
    name VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    erased_at DATETIME(3) NOT NULL,
    PRIMARY KEY (name)
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
  const erased = `FROM billing_subjects s JOIN paddle_customers c ON c.paddle_user_id = s.paddle_user_id
    AND c.erased_at IS NOT NULL WHERE s.user_id IS NULL`;
  await db.query(`INSERT IGNORE INTO tombstones (name, erased_at) SELECT s.subject, c.erased_at ${erased}`);
  await db.query(`INSERT IGNORE INTO tombstones (name, erased_at)
    SELECT CONCAT('order:', r.order_id), t.erased_at FROM receipts r JOIN tombstones t ON t.name = r.subject
    WHERE r.order_id IS NOT NULL AND LENGTH(r.order_id) < 59`);
};

export const down: Migration = async ({ context: db }) => {
  await db.query('DROP TABLE IF EXISTS tombstones');
};
