/**
 * Adds the table of refunds that were asked for at Paddle. `open_order` makes the database refuse a second open request
 * for the same payment.
 */
import type { Migration } from '#db/migration.ts';

export const up: Migration = async ({ context: db }) => {
  await db.query(`CREATE TABLE IF NOT EXISTS refund_requests (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    request_id CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    order_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    user_id BIGINT UNSIGNED NULL,
    administrator_id BIGINT UNSIGNED NULL,
    amount_minor BIGINT NOT NULL,
    currency CHAR(3) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    refunded_before_minor BIGINT NULL,
    paddle_request_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    refusal VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    open_order VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    asked_at DATETIME(3) NOT NULL,
    called_at DATETIME(3) NULL,
    settled_at DATETIME(3) NULL,
    UNIQUE KEY refund_requests_request_id_unique (request_id),
    UNIQUE KEY refund_requests_open_order_unique (open_order),
    KEY refund_requests_order_index (order_id, id),
    KEY refund_requests_user_index (user_id, id),
    CONSTRAINT refund_requests_user_foreign FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE SET NULL
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
};

export const down: Migration = async ({ context: db }) => {
  await db.query('DROP TABLE IF EXISTS refund_requests');
};
