/** A customer's passkeys: read only, the table is written by platform/auth. */
import { QueryTypes, type Sequelize, type Transaction } from 'sequelize';
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
  };
}
