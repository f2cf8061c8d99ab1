/**
 * Creates the tables for accounts and sign-in data. They are the four tables of better-auth; `users` has additional
 * columns for the portal.
 */
import type { Migration } from '#db/migration.ts';

export const up: Migration = async ({ context: db }) => {
  await db.query(`CREATE TABLE IF NOT EXISTS users (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    name VARCHAR(255) NOT NULL,
    email VARCHAR(254) NOT NULL,
    email_verified TINYINT(1) NOT NULL DEFAULT 0,
    image VARCHAR(2048) NULL,
    locale CHAR(2) NOT NULL DEFAULT 'en',
    instance_administrator TINYINT(1) NOT NULL DEFAULT 0,
    terms_accepted_at DATETIME(3) NULL,
    company_name VARCHAR(255) NULL,
    number_of_employees INT UNSIGNED NULL,
    address_line_1 VARCHAR(255) NULL,
    address_line_2 VARCHAR(255) NULL,
    city VARCHAR(255) NULL,
    postal_code VARCHAR(32) NULL,
    state VARCHAR(255) NULL,
    country CHAR(2) CHARACTER SET ascii COLLATE ascii_bin NULL,
    created_at DATETIME(3) NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY users_email_unique (email)
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
  await db.query(`CREATE TABLE IF NOT EXISTS sessions (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    user_id BIGINT UNSIGNED NOT NULL,
    token VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    expires_at DATETIME(3) NOT NULL,
    ip_address VARCHAR(64) NULL,
    user_agent TEXT NULL,
    created_at DATETIME(3) NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY sessions_token_unique (token),
    KEY sessions_expires_index (expires_at),
    CONSTRAINT sessions_user_foreign FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
  await db.query(`CREATE TABLE IF NOT EXISTS accounts (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    user_id BIGINT UNSIGNED NOT NULL,
    provider_id VARCHAR(64) NOT NULL,
    account_id VARCHAR(255) NOT NULL,
    password VARCHAR(255) NULL,
    access_token TEXT NULL,
    refresh_token TEXT NULL,
    id_token TEXT NULL,
    access_token_expires_at DATETIME(3) NULL,
    refresh_token_expires_at DATETIME(3) NULL,
    scope VARCHAR(1024) NULL,
    created_at DATETIME(3) NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY accounts_provider_subject_unique (provider_id, account_id),
    UNIQUE KEY accounts_user_provider_unique (user_id, provider_id),
    CONSTRAINT accounts_user_foreign FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
  await db.query(`CREATE TABLE IF NOT EXISTS verifications (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    identifier VARCHAR(255) NOT NULL,
    value TEXT NOT NULL,
    expires_at DATETIME(3) NOT NULL,
    created_at DATETIME(3) NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    PRIMARY KEY (id),
    KEY verifications_identifier_index (identifier),
    KEY verifications_expires_index (expires_at)
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
};

export const down: Migration = async ({ context: db }) => {
  for (const table of ['verifications', 'accounts', 'sessions', 'users'])
    await db.query(`DROP TABLE IF EXISTS ${table}`);
};
