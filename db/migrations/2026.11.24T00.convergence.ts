/** Gives every subject of the event log a version. Also adds the columns that the new rules for folding need. */
import { addColumns, addKeys, drop } from '#db/change-table.ts';
import type { Migration } from '#db/migration.ts';

const licenceStatuses = "'trialing','active','past_due','paused','cancelled','granted','refunded','revoked'";

export const up: Migration = async ({ context: db }) => {
  // Every write to a subject's projections increments the subject's version. If two writers have read the same version,
  // only one of their writes succeeds.
  await db.query(`CREATE TABLE IF NOT EXISTS billing_subjects (
    subject VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    version INT UNSIGNED NOT NULL,
    due_at DATETIME(3) NULL,
    user_id BIGINT UNSIGNED NULL,
    owned_by VARCHAR(16) NULL,
    paddle_user_id BIGINT UNSIGNED NULL,
    buyer_email VARCHAR(254) NULL,
    PRIMARY KEY (subject),
    KEY billing_subjects_due_index (due_at),
    KEY billing_subjects_paddle_user_index (paddle_user_id),
    KEY billing_subjects_email_index (buyer_email),
    CONSTRAINT billing_subjects_user_foreign FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE SET NULL
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
  // Marks every existing subject as due, so that it is folded again by the extended rules.
  await db.query(`INSERT IGNORE INTO billing_subjects (subject, version, due_at)
    SELECT DISTINCT subject, 1, '2000-01-01' FROM billing_events WHERE subject IS NOT NULL`);
  await db.query(`CREATE TABLE IF NOT EXISTS flags (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    reference VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    subject VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    kind VARCHAR(32) NOT NULL,
    order_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    raised_at DATETIME(3) NOT NULL,
    detail VARCHAR(1024) NOT NULL,
    resolved_at DATETIME(3) NULL,
    PRIMARY KEY (id),
    UNIQUE KEY flags_reference_unique (reference),
    KEY flags_subject_index (subject),
    KEY flags_open_index (resolved_at, raised_at)
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
  // One row per buyer that Paddle has reported. When a buyer is erased, the row is kept as a marker, so that later
  // alerts don't restore the buyer's data.
  await db.query(`CREATE TABLE IF NOT EXISTS paddle_customers (
    paddle_user_id BIGINT UNSIGNED NOT NULL,
    email VARCHAR(254) NULL,
    email_since DATETIME(3) NULL,
    erased_at DATETIME(3) NULL,
    PRIMARY KEY (paddle_user_id)
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
  await db.query(`ALTER TABLE billing_events
    MODIFY state ENUM('pending','applied','waiting','failed','stored','ignored') NOT NULL`);
  // The new rules may be able to handle alerts that no rule could handle before, so these alerts are applied again.
  await db.query(
    "UPDATE billing_events SET state = 'pending', next_attempt_at = '2000-01-01' WHERE state = 'stored'",
  );
  await drop(db, 'receipts', [
    ['FOREIGN KEY', 'receipts_subscription_foreign'],
    ['COLUMN', 'subscription_id'],
  ]);
  await addColumns(db, 'receipts', {
    reference: 'VARCHAR(96) CHARACTER SET ascii COLLATE ascii_bin NULL',
    subject: 'VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL',
    refund_kind: "ENUM('full','partial','vat') NULL",
    refunded_minor: 'BIGINT NULL',
    refunded_at: 'DATETIME(3) NULL',
  });
  await db.query("UPDATE receipts SET reference = CONCAT('order:', order_id) WHERE reference IS NULL");
  await db.query(
    'ALTER TABLE receipts MODIFY order_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL',
  );
  await addKeys(db, 'receipts', {
    receipts_reference_unique: 'UNIQUE KEY receipts_reference_unique (reference)',
    receipts_subject_index: 'KEY receipts_subject_index (subject)',
  });
  await drop(db, 'licences', [
    ['FOREIGN KEY', 'licences_subscription_foreign'],
    ['INDEX', 'licences_subscription_unique'],
    ['COLUMN', 'subscription_id'],
  ]);
  await db.query(`ALTER TABLE licences MODIFY status ENUM(${licenceStatuses},'one_off') NOT NULL`);
  await drop(db, 'subscriptions', [['COLUMN', 'version']]);
  await addColumns(db, 'subscriptions', {
    started_on: 'DATE NULL',
    paused_reason: "ENUM('delinquent','voluntary') NULL",
    failed_attempts: 'INT UNSIGNED NOT NULL DEFAULT 0',
    next_retry_on: 'DATE NULL',
  });
};

export const down: Migration = async ({ context: db }) => {
  await drop(db, 'subscriptions', [
    ['COLUMN', 'started_on'],
    ['COLUMN', 'paused_reason'],
    ['COLUMN', 'failed_attempts'],
    ['COLUMN', 'next_retry_on'],
  ]);
  await addColumns(db, 'subscriptions', { version: 'INT UNSIGNED NOT NULL DEFAULT 1' });
  await db.query("UPDATE licences SET status = 'granted' WHERE status = 'one_off'");
  await db.query(`ALTER TABLE licences MODIFY status ENUM(${licenceStatuses}) NOT NULL`);
  await addColumns(db, 'licences', { subscription_id: 'BIGINT UNSIGNED NULL' });
  await db.query(
    'UPDATE licences l JOIN subscriptions s ON s.subject = l.subject SET l.subscription_id = s.id',
  );
  await addKeys(db, 'licences', {
    licences_subscription_unique: 'UNIQUE KEY licences_subscription_unique (subscription_id)',
    licences_subscription_foreign:
      'CONSTRAINT licences_subscription_foreign FOREIGN KEY (subscription_id) REFERENCES subscriptions (id)',
  });
  await addColumns(db, 'receipts', { subscription_id: 'BIGINT UNSIGNED NULL' });
  await db.query(
    'UPDATE receipts r JOIN subscriptions s ON s.subject = r.subject SET r.subscription_id = s.id',
  );
  await addKeys(db, 'receipts', {
    receipts_subscription_foreign:
      'CONSTRAINT receipts_subscription_foreign FOREIGN KEY (subscription_id) REFERENCES subscriptions (id)',
  });
  // The previous schema requires an order id, so receipts without one are deleted. Reconciliation recreates them.
  await db.query('DELETE FROM receipts WHERE order_id IS NULL');
  await db.query(
    'ALTER TABLE receipts MODIFY order_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL',
  );
  await drop(db, 'receipts', [
    ['INDEX', 'receipts_reference_unique'],
    ['INDEX', 'receipts_subject_index'],
    ['COLUMN', 'reference'],
    ['COLUMN', 'subject'],
    ['COLUMN', 'refund_kind'],
    ['COLUMN', 'refunded_minor'],
    ['COLUMN', 'refunded_at'],
  ]);
  await db.query(
    "UPDATE billing_events SET state = 'stored', next_attempt_at = NULL WHERE state = 'ignored'",
  );
  await db.query(`ALTER TABLE billing_events
    MODIFY state ENUM('pending','applied','waiting','failed','stored') NOT NULL`);
  for (const table of ['paddle_customers', 'flags', 'billing_subjects'])
    await db.query(`DROP TABLE IF EXISTS ${table}`);
};
