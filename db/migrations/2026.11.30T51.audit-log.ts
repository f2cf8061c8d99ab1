/**
 * Adds the audit log: what administrators did, tried to do and were refused. Rows outlive the accounts that they name,
 * so there are no foreign keys to `users`. An act that calls Paddle has two rows: `intent_id` leads from the outcome to
 * the intent, and is unique, so that an intent has one outcome.
 */
import type { Migration } from '#db/migration.ts';

export const up: Migration = async ({ context: db }) => {
  await db.query(`CREATE TABLE IF NOT EXISTS audit_log (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
    happened_at DATETIME(3) NOT NULL,
    actor_user_id BIGINT UNSIGNED NULL,
    actor_role VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
    act VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    outcome VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    error_code VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    subject_kind VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
    subject_id VARCHAR(64) NULL,
    subject_user_id BIGINT UNSIGNED NULL,
    subject_stream VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    reason VARCHAR(500) NULL,
    values_before TEXT NULL,
    values_after TEXT NULL,
    intent_id BIGINT UNSIGNED NULL,
    request_id VARCHAR(64) NULL,
    redacted_at DATETIME(3) NULL,
    UNIQUE KEY audit_log_intent_unique (intent_id),
    KEY audit_log_happened_at_index (happened_at, id),
    KEY audit_log_actor_index (actor_user_id, happened_at, id),
    KEY audit_log_subject_user_index (subject_user_id, happened_at, id),
    KEY audit_log_subject_stream_index (subject_stream, id),
    KEY audit_log_act_index (act, happened_at, id)
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
};

export const down: Migration = async ({ context: db }) => {
  await db.query('DROP TABLE IF EXISTS audit_log');
};
