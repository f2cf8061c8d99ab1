/**
 * Adds the figures of the overview: what each stream contributes, their sums by day, and how often instances ask. A
 * stream whose figures are out of date is found by its version. The column is generated, so it is also right after a
 * process of the release before has changed a stream.
 */
import { addColumns, addKeys, drop } from '#db/change-table.ts';
import type { Migration } from '#db/migration.ts';

export const up: Migration = async ({ context: db }) => {
  await db.query(`CREATE TABLE IF NOT EXISTS daily_figures (
    kind VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    day DATE NOT NULL,
    plan_id BIGINT UNSIGNED NOT NULL,
    currency VARCHAR(3) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    total BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    PRIMARY KEY (kind, day, plan_id, currency)
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
  await db.query(`CREATE TABLE IF NOT EXISTS stream_figures (
    stream VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    figures MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
  await db.query(`CREATE TABLE IF NOT EXISTS ping_counts (
    day DATE NOT NULL,
    client_id VARCHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    outcome VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    total BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (day, client_id, outcome),
    KEY ping_counts_client_index (client_id, day)
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
  await addColumns(db, 'event_streams', {
    figured_version: 'INT UNSIGNED NULL',
    // NULL instead of 0, so that the index has entries for few streams only.
    is_unfigured:
      'TINYINT UNSIGNED GENERATED ALWAYS AS (CASE WHEN figured_version = version THEN NULL ELSE 1 END) VIRTUAL',
  });
  await addKeys(db, 'event_streams', {
    event_streams_unfigured_index: 'KEY event_streams_unfigured_index (is_unfigured, stream)',
  });
  await addKeys(db, 'billing_events', {
    billing_events_received_index: 'KEY billing_events_received_index (received_at, source, state)',
  });
  await addKeys(db, 'users', { users_created_index: 'KEY users_created_index (created_at)' });
};

export const down: Migration = async ({ context: db }) => {
  await drop(db, 'users', [['INDEX', 'users_created_index']]);
  await drop(db, 'billing_events', [['INDEX', 'billing_events_received_index']]);
  await drop(db, 'event_streams', [
    ['INDEX', 'event_streams_unfigured_index'],
    ['COLUMN', 'is_unfigured'],
    ['COLUMN', 'figured_version'],
  ]);
  for (const table of ['ping_counts', 'stream_figures', 'daily_figures'])
    await db.query(`DROP TABLE IF EXISTS ${table}`);
};
