/** Drops the signing keys, because the OAuth server doesn't sign anything. */
import type { Migration } from '#db/migration.ts';

export const up: Migration = async ({ context: db }) => {
  await db.query('DROP TABLE IF EXISTS signing_keys');
};

/** Recreates the table without any keys. A release that needs a key creates one on the first request. */
export const down: Migration = async ({ context: db }) => {
  await db.query(`CREATE TABLE IF NOT EXISTS signing_keys (
    id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    purpose VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    ciphertext VARBINARY(8192) NOT NULL,
    key_version BINARY(4) NOT NULL,
    created_at DATETIME(3) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY signing_keys_purpose_unique (purpose)
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
};
