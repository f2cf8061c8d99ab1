/** Creates licences and their keys. Each licence belongs to one subject of the event log, a subscription or a grant. */
import type { Migration } from '#db/migration.ts';

export const up: Migration = async ({ context: db }) => {
  await db.query(`CREATE TABLE IF NOT EXISTS licences (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    subject VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    user_id BIGINT UNSIGNED NULL,
    plan_id BIGINT UNSIGNED NOT NULL,
    subscription_id BIGINT UNSIGNED NULL,
    status ENUM('trialing','active','past_due','paused','cancelled','granted','refunded','revoked') NOT NULL,
    subscription_state VARCHAR(64) NOT NULL,
    quantity INT UNSIGNED NOT NULL,
    started_on DATE NOT NULL,
    period_start DATE NULL,
    valid_until_at DATE NOT NULL,
    paused_from DATE NULL,
    ends_on DATE NULL,
    last_paid_minor BIGINT NULL,
    last_paid_currency CHAR(3) CHARACTER SET ascii COLLATE ascii_bin NULL,
    created_at DATETIME(3) NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY licences_subject_unique (subject),
    UNIQUE KEY licences_subscription_unique (subscription_id),
    KEY licences_user_index (user_id),
    CONSTRAINT licences_user_foreign FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE SET NULL,
    CONSTRAINT licences_plan_foreign FOREIGN KEY (plan_id) REFERENCES plans (id),
    CONSTRAINT licences_subscription_foreign FOREIGN KEY (subscription_id) REFERENCES subscriptions (id)
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
  // is_current is either 1 or NULL, never 0. The unique index therefore allows only one current licence key per
  // licence, but any number of retired ones.
  await db.query(`CREATE TABLE IF NOT EXISTS licence_keys (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    licence_id BIGINT UNSIGNED NOT NULL,
    key_hash BINARY(32) NOT NULL,
    ciphertext VARBINARY(8192) NOT NULL,
    key_version BINARY(4) NOT NULL,
    is_current TINYINT UNSIGNED NULL,
    valid_from DATETIME(3) NOT NULL,
    retired_at DATETIME(3) NULL,
    PRIMARY KEY (id),
    UNIQUE KEY licence_keys_hash_unique (key_hash),
    UNIQUE KEY licence_keys_current_unique (licence_id, is_current),
    CONSTRAINT licence_keys_licence_foreign FOREIGN KEY (licence_id) REFERENCES licences (id),
    CONSTRAINT licence_keys_current_check CHECK (is_current IS NULL OR is_current = 1)
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
};

export const down: Migration = async ({ context: db }) => {
  for (const table of ['licence_keys', 'licences']) await db.query(`DROP TABLE IF EXISTS ${table}`);
};
