/**
 * Stores customers' passkeys. better-auth's plugin adds them and updates their counters; all other changes are made
 * here.
 */
import type { Sequelize, Transaction } from 'sequelize';
import { z } from 'zod';
import { column, execute, select } from '#server/platform/database/statements.ts';
import type { PasskeyView } from '#shared/identity/passkeys.ts';

const PasskeyRow = z.object({
  id: column.number,
  name: column.text.nullable(),
  isSynced: column.flag,
  signsInAlone: column.flag,
  addedAt: column.instant.nullable(),
});

export type PasskeyRepository = ReturnType<typeof passkeyRepository>;

export function passkeyRepository(db: Sequelize, transaction?: Transaction) {
  return {
    async listForUser(userId: number): Promise<PasskeyView[]> {
      const rows = await select(
        db,
        PasskeyRow,
        `SELECT id, name, backed_up AS isSynced, verifies_user AS signsInAlone, created_at AS addedAt FROM passkeys
         WHERE user_id = ? ORDER BY id`,
        [userId],
        transaction,
      );
      return rows.map((row) => ({ ...row, name: row.name ?? '' }));
    },

    /** Empty where the passkey has no name; null where the customer has no such passkey. */
    async findName(id: number, userId: number): Promise<string | null> {
      const [row] = await select(
        db,
        PasskeyRow.pick({ name: true }),
        'SELECT name FROM passkeys WHERE id = ? AND user_id = ?',
        [id, userId],
        transaction,
      );
      return row ? (row.name ?? '') : null;
    },

    async rename(id: number, userId: number, name: string): Promise<void> {
      await execute(
        db,
        'UPDATE passkeys SET name = ? WHERE id = ? AND user_id = ?',
        [name, id, userId],
        transaction,
      );
    },

    async remove(id: number, userId: number): Promise<void> {
      await execute(db, 'DELETE FROM passkeys WHERE id = ? AND user_id = ?', [id, userId], transaction);
    },
  };
}
