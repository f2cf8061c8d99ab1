/**
 * Stores which accounts are administrators and which are blocked from signing in. Keeps the column that the previous
 * release uses (`instance_administrator`) in step with the role.
 */
import type { Sequelize, Transaction } from 'sequelize';
import { z } from 'zod';
import { column, execute, select } from '#server/platform/database/statements.ts';
import { type AdministratorRole, roleInRow } from '#shared/administration/roles.ts';

const AdministratorRow = z.object({
  id: column.number,
  name: column.text,
  email: column.text,
  instanceAdministrator: column.flag,
  administratorRole: column.text.nullable(),
  hasTwoStep: column.flag,
  blockedAt: column.instant.nullable(),
});

export interface StoredAdministrator {
  id: number;
  name: string;
  email: string;
  role: AdministratorRole;
  hasTwoStep: boolean;
  blockedAt: Date | null;
}

export type AdministratorRepository = ReturnType<typeof administratorRepository>;

export function administratorRepository(db: Sequelize, transaction?: Transaction) {
  const columns = `id, name, email, instance_administrator AS instanceAdministrator,
    administrator_role AS administratorRole, two_factor_enabled AS hasTwoStep, blocked_at AS blockedAt`;

  return {
    /** Returns all accounts with a role, by name. */
    async list(): Promise<StoredAdministrator[]> {
      // Two selections, because each uses an index of its own.
      const rows = await select(
        db,
        AdministratorRow,
        `SELECT ${columns} FROM users WHERE instance_administrator = 1
         UNION SELECT ${columns} FROM users WHERE administrator_role IS NOT NULL
         ORDER BY name, id`,
        [],
        transaction,
      );
      return rows.flatMap(({ instanceAdministrator, administratorRole, ...row }) => {
        const role = roleInRow({ instanceAdministrator, administratorRole });
        return role === null ? [] : [{ ...row, role }];
      });
    },

    /** Sets or, with null, removes the role of an account. */
    async setRole(id: number, role: AdministratorRole | null): Promise<void> {
      const sql =
        'UPDATE users SET administrator_role = ?, instance_administrator = ?, updated_at = ? WHERE id = ?';
      await execute(db, sql, [role, role === 'administrator', new Date(), id], transaction);
    },

    /** Blocks the account from signing in or, with null, lets it sign in again. */
    async setBlocked(id: number, at: Date | null): Promise<void> {
      const sql = 'UPDATE users SET blocked_at = ?, updated_at = ? WHERE id = ?';
      await execute(db, sql, [at, new Date(), id], transaction);
    },

    /**
     * Returns whether an `administrator` other than this account remains who can sign in. Until the transaction ends,
     * no other transaction passes this check, so two administrators can't remove each other at the same time.
     */
    async isAnotherLeft(id: number): Promise<boolean> {
      if (!transaction) throw new Error('the check holds for a transaction, and there is none');
      // All such transactions write the same row, which makes them wait for each other, and on a cluster makes all but
      // one of them fail.
      await execute(
        db,
        'INSERT INTO administrator_guard (id, version) VALUES (1, 1) ON DUPLICATE KEY UPDATE version = version + 1',
        [],
        transaction,
      );
      // A locking read sees what was committed since this transaction began.
      const others = await select(
        db,
        AdministratorRow.pick({ id: true }),
        `SELECT id FROM users WHERE instance_administrator = 1 AND id <> ? AND blocked_at IS NULL
         LIMIT 1 FOR UPDATE`,
        [id],
        transaction,
      );
      return others.length > 0;
    },
  };
}
