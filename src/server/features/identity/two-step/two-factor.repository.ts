/**
 * Stores the data of two-step verification. better-auth's plugin counts wrong codes and uses up recovery codes; all
 * other changes are made here. Whether two-step verification is on is stored in a column of the account. If the account
 * uses only a passkey, its row here has no confirmed app but holds its recovery codes.
 */
import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  type Model,
  Op,
  type Sequelize,
  type Transaction,
} from 'sequelize';
import { z } from 'zod';
import { modelOf } from '#server/platform/database/define-model.ts';
import { column, select } from '#server/platform/database/statements.ts';

interface TwoFactorRow extends Model<InferAttributes<TwoFactorRow>, InferCreationAttributes<TwoFactorRow>> {
  userId: number;
  /** Secret of the authenticator app, encrypted like the recovery codes. */
  secret: string;
  backupCodes: string;
  /**
   * Whether a code from the authenticator app has been entered. Until then, the app doesn't count as a second factor.
   */
  verified: CreationOptional<boolean>;
  /** Time step of the newest accepted code; null if there is none. */
  lastUsedStep: CreationOptional<number | null>;
  failedVerificationCount: CreationOptional<number>;
  lockedUntil: CreationOptional<Date | null>;
}

const attributes = () => ({
  userId: { type: DataTypes.BIGINT.UNSIGNED, primaryKey: true },
  secret: { type: DataTypes.TEXT, allowNull: false },
  backupCodes: { type: DataTypes.TEXT, allowNull: false },
  verified: { type: DataTypes.BOOLEAN, allowNull: false, defaultValue: false },
  lastUsedStep: { type: DataTypes.BIGINT.UNSIGNED, allowNull: true },
  failedVerificationCount: { type: DataTypes.INTEGER.UNSIGNED, allowNull: false, defaultValue: 0 },
  lockedUntil: { type: DataTypes.DATE(3), allowNull: true },
});

const Total = z.object({ total: column.number });

/**
 * Returns an SQL condition for texts that start with none of the prefixes `$ba$<version>$`. The condition consists of
 * the ranges between these prefixes, so that an index is used.
 */
function outside(column: string, versions: readonly number[]): string {
  const beginnings = versions.map((version) => `$ba$${Math.trunc(version)}`).sort();
  const ends = beginnings.map((beginning) => `'${beginning}%'`);
  const ranges = beginnings.map((beginning, index) => {
    const from = index === 0 ? '' : `${column} >= ${ends[index - 1]} AND `;
    return `(${from}${column} < '${beginning}$')`;
  });
  return `(${[...ranges, `${column} >= ${ends.at(-1)}`].join(' OR ')})`;
}

type TwoFactor = Pick<TwoFactorRow, 'userId' | 'secret' | 'backupCodes' | 'lockedUntil'>;
export type TwoFactorRepository = ReturnType<typeof twoFactorRepository>;

export function twoFactorRepository(db: Sequelize, transaction?: Transaction) {
  const rows = modelOf<TwoFactorRow>(db, 'two_factors', attributes, { timestamps: false });
  const scope = transaction ? { transaction } : {};
  return {
    async find(userId: number): Promise<(TwoFactor & { isConfirmed: boolean }) | null> {
      const row = await rows.findByPk(userId, scope);
      return row && { ...row.get(), isConfirmed: row.verified };
    },

    /** Adds the row of an account that has none yet. Its app isn't confirmed. */
    add: async (row: Pick<TwoFactor, 'userId' | 'secret' | 'backupCodes'>): Promise<void> =>
      void (await rows.create(row, scope)),

    /** Changes the given fields; the others stay unchanged. */
    change: async (userId: number, values: Partial<InferAttributes<TwoFactorRow>>): Promise<void> =>
      void (await rows.update(values, { where: { userId }, ...scope })),

    /**
     * Records the time step of a code as used, so that the code works only once. Of several concurrent callers, only
     * one gets true.
     */
    async claimStep(userId: number, step: number): Promise<boolean> {
      const isNew = { [Op.or]: [{ lastUsedStep: null }, { lastUsedStep: { [Op.lt]: step } }] };
      const [changed] = await rows.update({ lastUsedStep: step }, { where: { userId, ...isNew }, ...scope });
      return changed === 1;
    },

    /** Deletes the authenticator app and the recovery codes. */
    remove: async (userId: number): Promise<void> =>
      void (await rows.destroy({ where: { userId }, ...scope })),

    /** Counts the rows that are encrypted with a secret of a version other than these. Uses an index. */
    async countUnderOtherVersions(versions: readonly number[]): Promise<number> {
      const [row] = await select(
        db,
        Total,
        `SELECT COUNT(*) AS total FROM two_factors
         WHERE ${outside('secret', versions)} OR ${outside('backup_codes', versions)}`,
        [],
        transaction,
      );
      return row?.total ?? 0;
    },
  };
}
