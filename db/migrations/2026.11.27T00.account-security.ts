/**
 * Adds two-step verification, passkeys, API tokens, the security log and e-mail changes. Also adds rate limits that all
 * processes share.
 */
import { addColumns, drop } from '#db/change-table.ts';
import type { Migration } from '#db/migration.ts';

export const up: Migration = async ({ context: db }) => {
  await addColumns(db, 'users', { two_factor_enabled: 'TINYINT(1) NOT NULL DEFAULT 0' });
  // When the user last re-authenticated in this session. Sensitive actions require a recent re-authentication.
  await addColumns(db, 'sessions', { confirmed_at: 'DATETIME(3) NULL' });
  // The secret and the recovery codes are encrypted. `last_used_step` is the time step of the newest code that was
  // accepted, and codes up to that step are refused, so no code works twice.
  await db.query(`CREATE TABLE IF NOT EXISTS two_factors (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    user_id BIGINT UNSIGNED NOT NULL,
    secret TEXT NOT NULL,
    backup_codes TEXT NOT NULL,
    verified TINYINT(1) NOT NULL DEFAULT 0,
    failed_verification_count INT UNSIGNED NOT NULL DEFAULT 0,
    locked_until DATETIME(3) NULL,
    last_used_step BIGINT UNSIGNED NULL,
    PRIMARY KEY (id),
    UNIQUE KEY two_factors_user_unique (user_id),
    CONSTRAINT two_factors_user_foreign FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
  await db.query(`CREATE TABLE IF NOT EXISTS passkeys (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    user_id BIGINT UNSIGNED NOT NULL,
    name VARCHAR(100) NULL,
    credential_id VARCHAR(1024) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    public_key TEXT NOT NULL,
    counter BIGINT UNSIGNED NOT NULL,
    device_type VARCHAR(32) NOT NULL,
    backed_up TINYINT(1) NOT NULL,
    transports VARCHAR(255) NULL,
    aaguid VARCHAR(64) NULL,
    created_at DATETIME(3) NULL,
    PRIMARY KEY (id),
    UNIQUE KEY passkeys_credential_unique (credential_id),
    KEY passkeys_user_index (user_id),
    CONSTRAINT passkeys_user_foreign FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
  // `place` is a number from 1 to the maximum number of tokens per customer. The unique key prevents concurrent
  // requests from exceeding that maximum.
  await db.query(`CREATE TABLE IF NOT EXISTS personal_tokens (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    user_id BIGINT UNSIGNED NOT NULL,
    place TINYINT UNSIGNED NOT NULL,
    name VARCHAR(100) NOT NULL,
    token_hash BINARY(32) NOT NULL,
    permissions VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    expires_at DATETIME(3) NULL,
    last_used_at DATETIME(3) NULL,
    created_at DATETIME(3) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY personal_tokens_hash_unique (token_hash),
    UNIQUE KEY personal_tokens_place_unique (user_id, place),
    CONSTRAINT personal_tokens_user_foreign FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
  // Rows are never changed. They are deleted together with the account, or after a year.
  await db.query(`CREATE TABLE IF NOT EXISTS security_events (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    user_id BIGINT UNSIGNED NOT NULL,
    kind VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    detail VARCHAR(255) NULL,
    ip_address VARCHAR(64) NULL,
    user_agent VARCHAR(500) NULL,
    occurred_at DATETIME(3) NOT NULL,
    PRIMARY KEY (id),
    KEY security_events_user_index (user_id, id),
    KEY security_events_age_index (occurred_at),
    CONSTRAINT security_events_user_foreign FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
  // Pending changes of e-mail addresses. The token in the confirmation link isn't stored, because it is a keyed hash of
  // the row.
  await db.query(`CREATE TABLE IF NOT EXISTS email_changes (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    user_id BIGINT UNSIGNED NOT NULL,
    old_email VARCHAR(254) NOT NULL,
    new_email VARCHAR(254) NOT NULL,
    requested_at DATETIME(3) NOT NULL,
    expires_at DATETIME(3) NOT NULL,
    confirmed_at DATETIME(3) NULL,
    PRIMARY KEY (id),
    KEY email_changes_user_index (user_id, id),
    KEY email_changes_age_index (requested_at),
    CONSTRAINT email_changes_user_foreign FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
  // The columns that rate-limiter-flexible expects. `expire` is in milliseconds since the Unix epoch.
  await db.query(`CREATE TABLE IF NOT EXISTS rate_limits (
    \`key\` VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    points INT NOT NULL DEFAULT 0,
    expire BIGINT UNSIGNED NULL,
    PRIMARY KEY (\`key\`),
    KEY rate_limits_expire_index (expire)
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
};

export const down: Migration = async ({ context: db }) => {
  for (const table of [
    'rate_limits',
    'email_changes',
    'security_events',
    'personal_tokens',
    'passkeys',
    'two_factors',
  ])
    await db.query(`DROP TABLE IF EXISTS ${table}`);
  await drop(db, 'sessions', [['COLUMN', 'confirmed_at']]);
  await drop(db, 'users', [['COLUMN', 'two_factor_enabled']]);
};
