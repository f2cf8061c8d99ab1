/** A customer's passkeys. better-auth's plugin adds them and counts their use; everything else is written here. */
import { QueryTypes, type Sequelize, type Transaction } from 'sequelize';
import { execute } from '#server/platform/database/plain-statement.ts';
import type { PasskeyView } from '#shared/identity/passkeys.ts';

interface Row {
  id: number;
  name: string | null;
  isSynced: number;
  signsInAlone: number;
  addedAt: Date | null;
}

export type PasskeyRepository = ReturnType<typeof passkeyRepository>;

export function passkeyRepository(db: Sequelize, transaction?: Transaction) {
  const scope = transaction ? { transaction } : {};
  return {
    async listForUser(userId: number): Promise<PasskeyView[]> {
      const rows = await db.query<Row>(
        `SELECT id, name, backed_up AS isSynced, verifies_user AS signsInAlone, created_at AS addedAt FROM passkeys
         WHERE user_id = ? ORDER BY id`,
        { type: QueryTypes.SELECT, replacements: [userId], ...scope },
      );
      return rows.map(({ name, isSynced, signsInAlone, ...row }) => ({
        ...row,
        name: name ?? '',
        isSynced: isSynced === 1,
        signsInAlone: signsInAlone === 1,
      }));
    },

    /** Empty where it has no name; null where the customer has no such passkey. */
    async findName(id: number, userId: number): Promise<string | null> {
      const [row] = await db.query<{ name: string | null }>(
        'SELECT name FROM passkeys WHERE id = ? AND user_id = ?',
        { type: QueryTypes.SELECT, replacements: [id, userId], ...scope },
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
