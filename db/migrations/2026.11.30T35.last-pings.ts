/**
 * Adds the table of the last ping of each licence. It isn't part of `licences`, because it is written without waiting
 * for the transactions that fold events, and because no event of the log accounts for it.
 */
import type { Migration } from '#db/migration.ts';

export const up: Migration = async ({ context: db }) => {
  await db.query(`CREATE TABLE IF NOT EXISTS last_pings (
    licence_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
    pinged_at DATETIME(3) NOT NULL,
    next_check_on DATE NULL,
    end_reason VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
};

export const down: Migration = async ({ context: db }) => {
  await db.query('DROP TABLE IF EXISTS last_pings');
};
