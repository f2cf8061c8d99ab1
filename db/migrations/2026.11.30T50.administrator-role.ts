/**
 * Adds the role of administrators, and the time at which an account was blocked from signing in. Administrators so far
 * have the role `administrator`. The column `instance_administrator` stays: processes of the previous release use it,
 * and the portal keeps both in step. `administrator_guard` has a single row, which every change that could leave the
 * portal without an administrator writes, so that two such changes never run side by side, not even on two nodes of a
 * cluster.
 */
import { addColumns, addKeys, drop } from '#db/change-table.ts';
import type { Migration } from '#db/migration.ts';

export const up: Migration = async ({ context: db }) => {
  await addColumns(db, 'users', {
    administrator_role: 'VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL',
    blocked_at: 'DATETIME(3) NULL',
  });
  await addKeys(db, 'users', {
    users_instance_administrator_index: 'KEY users_instance_administrator_index (instance_administrator, id)',
    users_administrator_role_index: 'KEY users_administrator_role_index (administrator_role, id)',
  });
  await db.query(
    `UPDATE users SET administrator_role = 'administrator'
     WHERE instance_administrator = 1 AND administrator_role IS NULL`,
  );
  await db.query(`CREATE TABLE IF NOT EXISTS administrator_guard (
    id TINYINT UNSIGNED NOT NULL PRIMARY KEY,
    version BIGINT UNSIGNED NOT NULL
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`);
};

export const down: Migration = async ({ context: db }) => {
  await db.query('DROP TABLE IF EXISTS administrator_guard');
  await drop(db, 'users', [
    ['INDEX', 'users_administrator_role_index'],
    ['INDEX', 'users_instance_administrator_index'],
    ['COLUMN', 'blocked_at'],
    ['COLUMN', 'administrator_role'],
  ]);
};
