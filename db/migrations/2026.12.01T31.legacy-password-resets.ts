/** Adds the password reset links that the PHP portal sent within the last hour before the import. */
import type { Migration } from '#db/migration.ts';

export const up: Migration = async ({ context: db }) => {
  await db.query(`CREATE TABLE IF NOT EXISTS legacy_password_resets (
    user_id BIGINT UNSIGNED NOT NULL,
    token_hash VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    requested_at DATETIME(3) NOT NULL,
    opened_at DATETIME(3) NULL,
    PRIMARY KEY (user_id),
    KEY legacy_password_resets_requested_index (requested_at),
    CONSTRAINT legacy_password_resets_user_foreign FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
};

export const down: Migration = async ({ context: db }) => {
  await db.query('DROP TABLE IF EXISTS legacy_password_resets');
};
