/** Adds NOT NULL to columns that every row fills by now. */
import type { Sequelize } from 'sequelize';
import type { Migration } from '#db/migration-list.ts';

async function declare(db: Sequelize, nullability: 'NOT NULL' | 'NULL'): Promise<void> {
  await db.query(`ALTER TABLE subscriptions MODIFY started_on DATE ${nullability}`);
  await db.query(`ALTER TABLE receipts
    MODIFY stream VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin ${nullability},
    MODIFY reference VARCHAR(96) CHARACTER SET ascii COLLATE ascii_bin ${nullability}`);
}

export const up: Migration = async ({ context: db }) => {
  // Only rows of the first schema can lack a value, in an upgrade that runs all migrations before the portal. Their
  // streams are folded again anyway, which replaces the day set here; marking them makes that certain.
  await db.query(`UPDATE event_streams s JOIN subscriptions u ON u.stream = s.stream
    SET s.refold_at = '2000-01-01', s.version = s.version + 1 WHERE u.started_on IS NULL`);
  await db.query('UPDATE subscriptions SET started_on = DATE(created_at) WHERE started_on IS NULL');
  // The fold writes receipts with their stream, so a receipt without one is a second copy that nothing updates.
  await db.query('DELETE FROM receipts WHERE stream IS NULL');
  await db.query("UPDATE receipts SET reference = CONCAT('order:', order_id) WHERE reference IS NULL");
  await declare(db, 'NOT NULL');
};

export const down: Migration = async ({ context: db }) => {
  await declare(db, 'NULL');
};
