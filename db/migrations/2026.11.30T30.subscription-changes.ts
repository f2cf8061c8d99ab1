/**
 * Adds the table of changes that customers ask for: what was wanted, what it would cost, and what became of it.
 * `open_stream` makes the database refuse a second open change of the same subscription.
 */
import type { Migration } from '#db/migration.ts';

export const up: Migration = async ({ context: db }) => {
  await db.query(`CREATE TABLE IF NOT EXISTS subscription_changes (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    public_id CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    request_id CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    user_id BIGINT UNSIGNED NOT NULL,
    licence_id BIGINT UNSIGNED NOT NULL,
    stream VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    kind VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    wanted TEXT NOT NULL,
    preview TEXT NULL,
    reason TEXT NULL,
    state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    refusal VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    open_stream VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin NULL,
    asked_at DATETIME(3) NOT NULL,
    called_at DATETIME(3) NULL,
    settled_at DATETIME(3) NULL,
    expires_at DATETIME(3) NULL,
    UNIQUE KEY subscription_changes_public_id_unique (public_id),
    UNIQUE KEY subscription_changes_request_unique (user_id, request_id),
    UNIQUE KEY subscription_changes_open_stream_unique (open_stream),
    KEY subscription_changes_stream_index (stream, id),
    KEY subscription_changes_asked_at_index (asked_at, id),
    CONSTRAINT subscription_changes_user_foreign FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
};

export const down: Migration = async ({ context: db }) => {
  await db.query('DROP TABLE IF EXISTS subscription_changes');
};
