/**
 * Creates the instance clients, their access tokens and the keys of the OAuth provider. Client secrets and tokens are
 * stored only as hashes.
 */
import type { Migration } from '#db/migration.ts';

export const up: Migration = async ({ context: db }) => {
  await db.query(`CREATE TABLE IF NOT EXISTS instance_clients (
    id VARCHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    name VARCHAR(255) NOT NULL,
    product ENUM('Monica','OfficeLife') NULL,
    secret_hash VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    revoked_at DATETIME(3) NULL,
    created_at DATETIME(3) NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    PRIMARY KEY (id)
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
  await db.query(`CREATE TABLE IF NOT EXISTS access_tokens (
    token_hash BINARY(32) NOT NULL,
    client_id VARCHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    scope VARCHAR(255) NOT NULL,
    payload TEXT NOT NULL,
    expires_at DATETIME(3) NOT NULL,
    revoked_at DATETIME(3) NULL,
    created_at DATETIME(3) NOT NULL,
    PRIMARY KEY (token_hash),
    KEY access_tokens_client_index (client_id),
    KEY access_tokens_expires_index (expires_at),
    CONSTRAINT access_tokens_client_foreign FOREIGN KEY (client_id) REFERENCES instance_clients (id)
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
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

export const down: Migration = async ({ context: db }) => {
  for (const table of ['signing_keys', 'access_tokens', 'instance_clients'])
    await db.query(`DROP TABLE IF EXISTS ${table}`);
};
