/** Adds what the clients of the PHP portal were when they were last imported, so that another import sees changes. */
import type { Migration } from '#db/migration.ts';

export const up: Migration = async ({ context: db }) => {
  await db.query(`CREATE TABLE IF NOT EXISTS legacy_clients (
    client_id VARCHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    name_digest BINARY(32) NOT NULL,
    secret_digest BINARY(32) NOT NULL,
    is_disabled TINYINT(1) UNSIGNED NOT NULL,
    PRIMARY KEY (client_id),
    CONSTRAINT legacy_clients_client_foreign FOREIGN KEY (client_id) REFERENCES instance_clients (id)
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
};

export const down: Migration = async ({ context: db }) => {
  await db.query('DROP TABLE IF EXISTS legacy_clients');
};
