/**
 * Stores which e-mails customers have turned off, and to which customers' addresses mail servers refuse to deliver.
 */
import { addColumns, drop } from '#db/change-table.ts';
import type { Migration } from '#db/migration.ts';

export const up: Migration = async ({ context: db }) => {
  await db.query(`CREATE TABLE IF NOT EXISTS mail_choices (
    user_id BIGINT UNSIGNED NOT NULL,
    kind VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    is_on TINYINT(1) NOT NULL,
    token VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    changed_at DATETIME(3) NULL,
    PRIMARY KEY (user_id, kind),
    UNIQUE KEY mail_choices_token_unique (token),
    CONSTRAINT mail_choices_user_foreign FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
  await addColumns(db, 'users', { email_refused_at: 'DATETIME(3) NULL' });
};

export const down: Migration = async ({ context: db }) => {
  await drop(db, 'users', [['COLUMN', 'email_refused_at']]);
  await db.query('DROP TABLE IF EXISTS mail_choices');
};
