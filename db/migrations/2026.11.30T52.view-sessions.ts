/**
 * Adds the views: an administrator looks at the pages of a customer. A view belongs to the session in which it was
 * started, and ends with it.
 */
import type { Migration } from '#db/migration.ts';

export const up: Migration = async ({ context: db }) => {
  await db.query(`CREATE TABLE IF NOT EXISTS view_sessions (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    token_hash BINARY(32) NOT NULL,
    session_id BIGINT UNSIGNED NOT NULL,
    administrator_id BIGINT UNSIGNED NOT NULL,
    customer_id BIGINT UNSIGNED NOT NULL,
    started_at DATETIME(3) NOT NULL,
    expires_at DATETIME(3) NOT NULL,
    UNIQUE KEY view_sessions_token_unique (token_hash),
    KEY view_sessions_session_index (session_id),
    KEY view_sessions_administrator_index (administrator_id),
    KEY view_sessions_customer_index (customer_id),
    KEY view_sessions_expires_index (expires_at, id),
    CONSTRAINT view_sessions_session_foreign FOREIGN KEY (session_id) REFERENCES sessions (id) ON DELETE CASCADE,
    CONSTRAINT view_sessions_administrator_foreign FOREIGN KEY (administrator_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT view_sessions_customer_foreign FOREIGN KEY (customer_id) REFERENCES users (id) ON DELETE CASCADE
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
};

export const down: Migration = async ({ context: db }) => {
  await db.query('DROP TABLE IF EXISTS view_sessions');
};
