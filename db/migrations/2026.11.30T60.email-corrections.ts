/**
 * Adds the table of addresses that administrators corrected. The token in the link that stops a correction isn't
 * stored, because it is a keyed hash of the row.
 */
import type { Migration } from '#db/migration.ts';

export const up: Migration = async ({ context: db }) => {
  await db.query(`CREATE TABLE IF NOT EXISTS email_corrections (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    user_id BIGINT UNSIGNED NOT NULL,
    old_email VARCHAR(254) NOT NULL,
    new_email VARCHAR(254) NOT NULL,
    was_verified TINYINT(1) NOT NULL,
    corrected_at DATETIME(3) NOT NULL,
    expires_at DATETIME(3) NOT NULL,
    stopped_at DATETIME(3) NULL,
    PRIMARY KEY (id),
    KEY email_corrections_user_index (user_id, id),
    KEY email_corrections_age_index (corrected_at),
    CONSTRAINT email_corrections_user_foreign FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
};

export const down: Migration = async ({ context: db }) => {
  await db.query('DROP TABLE IF EXISTS email_corrections');
};
