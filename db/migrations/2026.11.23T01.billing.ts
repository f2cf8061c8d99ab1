/** Creates the plans, the event log and the projections folded from it. */
import type { Migration } from '#db/migration.ts';

export const up: Migration = async ({ context: db }) => {
  await db.query(`CREATE TABLE IF NOT EXISTS plans (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    product ENUM('Monica','OfficeLife') NOT NULL,
    friendly_name VARCHAR(255) NOT NULL,
    description VARCHAR(1024) NOT NULL,
    plan_name VARCHAR(255) NOT NULL,
    plan_id_on_paddle BIGINT UNSIGNED NOT NULL,
    price_minor BIGINT UNSIGNED NOT NULL,
    price_currency CHAR(3) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    frequency ENUM('Monthly','Annual') NOT NULL,
    created_at DATETIME(3) NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY plans_paddle_unique (plan_id_on_paddle)
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
  await db.query(`CREATE TABLE IF NOT EXISTS billing_events (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    source ENUM('paddle_alert','reconciliation','customer','administrator','system') NOT NULL,
    type VARCHAR(64) NOT NULL,
    subject VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    alert_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    payload_digest BINARY(32) NULL,
    payload LONGTEXT NOT NULL,
    occurred_at DATETIME(3) NOT NULL,
    received_at DATETIME(3) NOT NULL,
    state ENUM('pending','applied','waiting','failed','stored') NOT NULL,
    error VARCHAR(1024) NULL,
    attempts INT UNSIGNED NOT NULL DEFAULT 0,
    next_attempt_at DATETIME(3) NULL,
    applied_at DATETIME(3) NULL,
    PRIMARY KEY (id),
    UNIQUE KEY billing_events_alert_unique (alert_id),
    UNIQUE KEY billing_events_digest_unique (payload_digest),
    KEY billing_events_subject_index (subject, occurred_at),
    KEY billing_events_due_index (state, next_attempt_at)
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
  await db.query(`CREATE TABLE IF NOT EXISTS subscriptions (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    subject VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    paddle_subscription_id BIGINT UNSIGNED NOT NULL,
    paddle_user_id BIGINT UNSIGNED NULL,
    paddle_plan_id BIGINT UNSIGNED NOT NULL,
    user_id BIGINT UNSIGNED NULL,
    contact_email VARCHAR(254) NULL,
    status ENUM('trialing','active','past_due','paused','deleted') NOT NULL,
    quantity INT UNSIGNED NOT NULL,
    trial_ends_on DATE NULL,
    next_bill_on DATE NULL,
    paused_from DATE NULL,
    ends_on DATE NULL,
    update_url VARCHAR(2048) NULL,
    cancel_url VARCHAR(2048) NULL,
    version INT UNSIGNED NOT NULL,
    created_at DATETIME(3) NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY subscriptions_subject_unique (subject),
    UNIQUE KEY subscriptions_paddle_unique (paddle_subscription_id),
    KEY subscriptions_paddle_user_index (paddle_user_id),
    KEY subscriptions_user_index (user_id),
    CONSTRAINT subscriptions_user_foreign FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE SET NULL
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
  await db.query(`CREATE TABLE IF NOT EXISTS receipts (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    order_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    subscription_id BIGINT UNSIGNED NULL,
    user_id BIGINT UNSIGNED NULL,
    plan_id BIGINT UNSIGNED NULL,
    checkout_id VARCHAR(64) NULL,
    amount_minor BIGINT NOT NULL,
    tax_minor BIGINT NULL,
    currency CHAR(3) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    quantity INT UNSIGNED NOT NULL,
    receipt_url VARCHAR(2048) NULL,
    paid_at DATETIME(3) NOT NULL,
    created_at DATETIME(3) NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY receipts_order_unique (order_id),
    KEY receipts_user_index (user_id, paid_at),
    CONSTRAINT receipts_subscription_foreign FOREIGN KEY (subscription_id) REFERENCES subscriptions (id),
    CONSTRAINT receipts_user_foreign FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE SET NULL,
    CONSTRAINT receipts_plan_foreign FOREIGN KEY (plan_id) REFERENCES plans (id)
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
};

export const down: Migration = async ({ context: db }) => {
  for (const table of ['receipts', 'subscriptions', 'billing_events', 'plans'])
    await db.query(`DROP TABLE IF EXISTS ${table}`);
};
