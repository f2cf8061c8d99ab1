/** Adds the access tokens that the PHP portal issued, as its database lists them. */
import type { Migration } from '#db/migration.ts';

export const up: Migration = async ({ context: db }) => {
  await db.query(`CREATE TABLE IF NOT EXISTS legacy_tokens (
    id VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    client_id VARCHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    may_ping TINYINT(1) UNSIGNED NOT NULL,
    expires_at DATETIME(3) NOT NULL,
    revoked_at DATETIME(3) NULL,
    last_presented_at DATETIME(3) NULL,
    PRIMARY KEY (id),
    KEY legacy_tokens_live_index (client_id, revoked_at, expires_at),
    KEY legacy_tokens_presented_index (client_id, last_presented_at),
    KEY legacy_tokens_expires_index (expires_at),
    CONSTRAINT legacy_tokens_client_foreign FOREIGN KEY (client_id) REFERENCES instance_clients (id)
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
};

export const down: Migration = async ({ context: db }) => {
  await db.query('DROP TABLE IF EXISTS legacy_tokens');
};
