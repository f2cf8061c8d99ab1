/** How a customer can sign in. The tables are platform/auth's. */
import { QueryTypes, type Sequelize, type Transaction } from 'sequelize';
import { deviceOf } from '#server/platform/auth/remembered-devices.ts';
import { plainChange } from '#server/platform/database/plain-statement.ts';
import type { WaysIn } from '#shared/account-security.ts';

/** better-auth's name of the way in by password. */
const byPassword = 'credential';

interface Row {
  hasAuthenticator: number;
  passkeys: number;
  passkeysAlone: number;
}

export type WaysInRepository = ReturnType<typeof waysInRepository>;

export function waysInRepository(db: Sequelize, transaction?: Transaction) {
  const scope = transaction ? { transaction } : {};
  return {
    async find(userId: number): Promise<WaysIn> {
      const accounts = await db.query<{ providerId: string; hasPassword: number }>(
        `SELECT provider_id AS providerId, password IS NOT NULL AS hasPassword FROM accounts
         WHERE user_id = ? ORDER BY provider_id`,
        { type: QueryTypes.SELECT, replacements: [userId], ...scope },
      );
      const [row] = await db.query<Row>(
        `SELECT EXISTS (SELECT 1 FROM two_factors WHERE user_id = ? AND verified = 1) AS hasAuthenticator,
           (SELECT COUNT(*) FROM passkeys WHERE user_id = ?) AS passkeys,
           (SELECT COUNT(*) FROM passkeys WHERE user_id = ? AND verifies_user = 1) AS passkeysAlone`,
        { type: QueryTypes.SELECT, replacements: [userId, userId, userId], ...scope },
      );
      return {
        hasPassword: accounts.some(({ providerId, hasPassword }) => providerId === byPassword && hasPassword),
        hasAuthenticator: row?.hasAuthenticator === 1,
        passkeys: row?.passkeys ?? 0,
        passkeysAlone: row?.passkeysAlone ?? 0,
        providers: accounts.map(({ providerId }) => providerId).filter((id) => id !== byPassword),
      };
    },

    /**
     * Takes the authenticator app, its recovery codes, every remembered browser and every sign-in that waits for a
     * code. False when there was no app.
     */
    async removeAuthenticator(userId: number): Promise<boolean> {
      const removed = await plainChange(
        db,
        'DELETE FROM two_factors WHERE user_id = ? AND verified = 1',
        [userId],
        transaction,
      );
      await plainChange(db, 'UPDATE users SET two_factor_enabled = 0 WHERE id = ?', [userId], transaction);
      await plainChange(
        db,
        'DELETE FROM verifications WHERE value IN (?)',
        [[String(userId), deviceOf(userId)]],
        transaction,
      );
      return removed > 0;
    },

    /** Every browser of theirs is asked for the second factor again. */
    async forgetDevices(userId: number): Promise<void> {
      await plainChange(db, 'DELETE FROM verifications WHERE value = ?', [deviceOf(userId)], transaction);
    },

    /** No link to choose a new password that was sent before works any more. */
    async discardPasswordLinks(userId: number): Promise<void> {
      // better-auth keeps whose link it is as the value, and its token only hashed.
      await db.query('DELETE FROM verifications WHERE value = :value', {
        type: QueryTypes.BULKDELETE,
        replacements: { value: String(userId) },
        ...scope,
      });
    },
  };
}
