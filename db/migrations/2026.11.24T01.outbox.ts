/** Creates the outbox: e-mails to be sent, one row for each notification. */
import type { Migration } from '#db/migration.ts';

export const up: Migration = async ({ context: db }) => {
  // A row contains only ids. Texts, addresses and secrets are looked up when the e-mail is sent.
  await db.query(`CREATE TABLE IF NOT EXISTS outbox (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    fact VARCHAR(191) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    template VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    ids VARCHAR(1024) NOT NULL,
    state ENUM('waiting','sent','void','given_up') NOT NULL,
    attempts INT UNSIGNED NOT NULL DEFAULT 0,
    next_attempt_at DATETIME(3) NULL,
    last_error VARCHAR(255) NULL,
    created_at DATETIME(3) NOT NULL,
    settled_at DATETIME(3) NULL,
    PRIMARY KEY (id),
    UNIQUE KEY outbox_fact_unique (fact),
    KEY outbox_due_index (state, next_attempt_at)
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
};

export const down: Migration = async ({ context: db }) => {
  await db.query('DROP TABLE IF EXISTS outbox');
};
