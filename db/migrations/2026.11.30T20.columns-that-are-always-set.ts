/** Adds NOT NULL to columns that have a value in every row by now. */
import type { Sequelize } from 'sequelize';
import type { Migration } from '#db/migration.ts';

async function declare(db: Sequelize, nullability: 'NOT NULL' | 'NULL'): Promise<void> {
  await db.query(`ALTER TABLE subscriptions MODIFY started_on DATE ${nullability}`);
  await db.query(`ALTER TABLE receipts
    MODIFY stream VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin ${nullability},
    MODIFY reference VARCHAR(96) CHARACTER SET ascii COLLATE ascii_bin ${nullability}`);
}

export const up: Migration = async ({ context: db }) => {
  // Only rows written under the first schema can lack a value, and only in an upgrade that runs all migrations before
  // the portal starts. Their streams are marked here so that they are certainly folded again. That replaces the
  // provisional day set below.
  await db.query(`UPDATE event_streams s JOIN subscriptions u ON u.stream = s.stream
    SET s.refold_at = '2000-01-01', s.version = s.version + 1 WHERE u.started_on IS NULL`);
  await db.query('UPDATE subscriptions SET started_on = DATE(created_at) WHERE started_on IS NULL');
  // Receipts are now written together with the stream they belong to. A receipt without a stream is an old second copy
  // that nothing updates.
  await db.query('DELETE FROM receipts WHERE stream IS NULL');
  await db.query("UPDATE receipts SET reference = CONCAT('order:', order_id) WHERE reference IS NULL");
  await declare(db, 'NOT NULL');
};

export const down: Migration = async ({ context: db }) => {
  await declare(db, 'NULL');
};
