/** How a customer can sign in. The tables are platform/auth's. */
import { QueryTypes, type Sequelize, type Transaction } from 'sequelize';
import { trustedDeviceOf } from '#server/features/identity/better-auth/stored-rows/trusted-devices.ts';
import { execute, query } from '#server/platform/database/plain-statement.ts';
import type { SignInMethods } from '#shared/identity/security-log.ts';

/** better-auth's name of the way in by password. */
const byPassword = 'credential';

interface Row {
  hasAuthenticator: number;
  hasSecondStep: number;
  passkeys: number;
  passkeysAlone: number;
}

/** The rows whose text begins with none of `$ba$<version>$`: as ranges, between one beginning and the next. */
function outside(column: string, versions: readonly number[]): string {
  const beginnings = versions.map((version) => `$ba$${Math.trunc(version)}`).sort();
  const ends = beginnings.map((beginning) => `'${beginning}%'`);
  const ranges = beginnings.map((beginning, index) => {
    const from = index === 0 ? '' : `${column} >= ${ends[index - 1]} AND `;
    return `(${from}${column} < '${beginning}$')`;
  });
  return `(${[...ranges, `${column} >= ${ends.at(-1)}`].join(' OR ')})`;
}

export type SignInMethodsRepository = ReturnType<typeof signInMethodsRepository>;

export function signInMethodsRepository(db: Sequelize, transaction?: Transaction) {
  const scope = transaction ? { transaction } : {};
  return {
    async find(userId: number): Promise<SignInMethods> {
      const accounts = await db.query<{ providerId: string; hasPassword: number }>(
        `SELECT provider_id AS providerId, password IS NOT NULL AS hasPassword FROM accounts
         WHERE user_id = ? ORDER BY provider_id`,
        { type: QueryTypes.SELECT, replacements: [userId], ...scope },
      );
      const [row] = await db.query<Row>(
        `SELECT EXISTS (SELECT 1 FROM two_factors WHERE user_id = ? AND verified = 1) AS hasAuthenticator,
           EXISTS (SELECT 1 FROM users WHERE id = ? AND two_factor_enabled = 1) AS hasSecondStep,
           (SELECT COUNT(*) FROM passkeys WHERE user_id = ?) AS passkeys,
           (SELECT COUNT(*) FROM passkeys WHERE user_id = ? AND verifies_user = 1) AS passkeysAlone`,
        { type: QueryTypes.SELECT, replacements: [userId, userId, userId, userId], ...scope },
      );
      return {
        hasPassword: accounts.some(({ providerId, hasPassword }) => providerId === byPassword && hasPassword),
        hasAuthenticator: row?.hasAuthenticator === 1,
        hasSecondStep: row?.hasSecondStep === 1,
        passkeys: row?.passkeys ?? 0,
        passkeysAlone: row?.passkeysAlone ?? 0,
        providers: accounts.map(({ providerId }) => providerId).filter((id) => id !== byPassword),
      };
    },

    /**
     * How many people's second step is stored under other secrets than those of these versions. The text that is stored
     * begins with its version, so that an index answers.
     */
    async secondStepsUnderOtherVersions(versions: readonly number[]): Promise<number> {
      const [row] = await query<{ total: number }>(
        db,
        `SELECT COUNT(*) AS total FROM two_factors
         WHERE ${outside('secret', versions)} OR ${outside('backup_codes', versions)}`,
        [],
        transaction,
      );
      return row?.total ?? 0;
    },

    /**
     * Nothing is asked for after the password any more: the authenticator app, the recovery codes, every remembered
     * browser and every sign-in that waits are gone; passkeys stay. False when there was no second step.
     */
    async endSecondStep(userId: number): Promise<boolean> {
      const ended = await execute(
        db,
        'UPDATE users SET two_factor_enabled = 0 WHERE id = ? AND two_factor_enabled = 1',
        [userId],
        transaction,
      );
      if (ended === 0) return false;
      await execute(db, 'DELETE FROM two_factors WHERE user_id = ?', [userId], transaction);
      await execute(
        db,
        'DELETE FROM verifications WHERE value IN (?)',
        [[String(userId), trustedDeviceOf(userId)]],
        transaction,
      );
      return true;
    },

    /** Every browser of theirs is asked for the second factor again. */
    async forgetDevices(userId: number): Promise<void> {
      await execute(db, 'DELETE FROM verifications WHERE value = ?', [trustedDeviceOf(userId)], transaction);
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
