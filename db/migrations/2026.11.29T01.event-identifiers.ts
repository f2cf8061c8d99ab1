/**
 * Adds the identifiers by which erasure finds a person's events, the origin of each tombstone, and a queue of
 * cancellations to request from Paddle.
 */
import { addColumns, addKeys, drop } from '#db/change-table.ts';
import type { Migration } from '#db/migration.ts';

const identifiers = [
  'customer_id',
  'order_id',
  'address_hash',
  'former_address_hash',
  'identified_with',
] as const;

export const up: Migration = async ({ context: db }) => {
  // The keyed hashes need APP_KEY, which migrations don't have. The running portal later fills in, batch by batch, the
  // rows whose `identified_with` is null.
  await addColumns(db, 'billing_events', {
    customer_id: 'BIGINT UNSIGNED NULL',
    order_id: 'VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL',
    address_hash: 'BINARY(32) NULL',
    former_address_hash: 'BINARY(32) NULL',
    identified_with: 'BINARY(4) NULL',
  });
  await addKeys(
    db,
    'billing_events',
    Object.fromEntries(
      identifiers.map((column) => [
        `billing_events_${column}_index`,
        `KEY billing_events_${column}_index (${column})`,
      ]),
    ),
  );
  // `found_late`: the tombstone was created not by the erasure itself, but for an alert that arrived after it.
  await addColumns(db, 'tombstones', {
    found_late: 'BOOLEAN NOT NULL DEFAULT 0',
    erased_because: 'VARCHAR(500) NULL',
  });
  await db.query(`UPDATE tombstones t JOIN billing_subjects s ON s.subject = t.name
    JOIN paddle_customers c ON c.paddle_user_id = s.paddle_user_id
    SET t.erased_because = c.erased_because WHERE t.erased_because IS NULL`);
  // Cancellations to request from Paddle for the subscriptions of deleted accounts.
  await db.query(`CREATE TABLE IF NOT EXISTS paddle_cancellations (
    subject VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    next_attempt_at DATETIME(3) NULL,
    attempts INT UNSIGNED NOT NULL DEFAULT 0,
    settled_at DATETIME(3) NULL,
    last_error VARCHAR(500) NULL,
    PRIMARY KEY (subject),
    KEY paddle_cancellations_due_index (next_attempt_at)
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
};

export const down: Migration = async ({ context: db }) => {
  await db.query('DROP TABLE IF EXISTS paddle_cancellations');
  await drop(db, 'tombstones', [
    ['COLUMN', 'found_late'],
    ['COLUMN', 'erased_because'],
  ]);
  await drop(
    db,
    'billing_events',
    identifiers.flatMap((column) => [
      ['INDEX', `billing_events_${column}_index`] as const,
      ['COLUMN', column] as const,
    ]),
  );
};
