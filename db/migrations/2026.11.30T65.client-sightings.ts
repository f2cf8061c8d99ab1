/**
 * Adds when each client was last answered what, and an index by which the valid tokens of a client are counted. What
 * was counted before is taken over with its day, because the time wasn't kept.
 */
import { addKeys, drop } from '#db/change-table.ts';
import type { Migration } from '#db/migration.ts';

export const up: Migration = async ({ context: db }) => {
  await db.query(`CREATE TABLE IF NOT EXISTS client_sightings (
    client_id VARCHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    outcome VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    last_at DATETIME(3) NOT NULL,
    PRIMARY KEY (client_id, outcome)
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
  await db.query(`INSERT IGNORE INTO client_sightings (client_id, outcome, last_at)
    SELECT client_id, outcome, MAX(day) FROM ping_counts WHERE client_id <> '' GROUP BY client_id, outcome`);
  await addKeys(db, 'access_tokens', {
    access_tokens_live_index: 'KEY access_tokens_live_index (client_id, revoked_at, expires_at)',
  });
};

export const down: Migration = async ({ context: db }) => {
  // MariaDB may have dropped the shorter index of the foreign key in favour of this one.
  await addKeys(db, 'access_tokens', {
    access_tokens_client_index: 'KEY access_tokens_client_index (client_id)',
  });
  await drop(db, 'access_tokens', [['INDEX', 'access_tokens_live_index']]);
  await db.query('DROP TABLE IF EXISTS client_sightings');
};
