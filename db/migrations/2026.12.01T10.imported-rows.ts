/**
 * Records which rows of the PHP portal were imported, so that the import can be repeated: what was imported once is
 * never imported twice, and what a person has changed here since is never overwritten. `digests` has a keyed digest of
 * each value as it was imported.
 */
import type { Migration } from '#db/migration.ts';

export const up: Migration = async ({ context: db }) => {
  await db.query(`CREATE TABLE IF NOT EXISTS imported_rows (
    source_table VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    source_id VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    account_id BIGINT UNSIGNED NOT NULL,
    digests TEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    imported_at DATETIME(3) NOT NULL,
    PRIMARY KEY (source_table, source_id),
    KEY imported_rows_account_index (account_id, source_table)
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
};

export const down: Migration = async ({ context: db }) => {
  await db.query('DROP TABLE IF EXISTS imported_rows');
};
