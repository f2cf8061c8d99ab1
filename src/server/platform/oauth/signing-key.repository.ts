/** The provider's own keys, encrypted. One for each purpose: a unique key decides which process made it. */
import {
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  type Model,
  type Sequelize,
  UniqueConstraintError,
} from 'sequelize';
import type { Sealed } from '#server/platform/crypto/key-vault.ts';
import { modelOf } from '#server/platform/database/define-model.ts';

interface SigningKeyRow
  extends Model<InferAttributes<SigningKeyRow>, InferCreationAttributes<SigningKeyRow>> {
  id: string;
  purpose: string;
  ciphertext: Buffer;
  keyVersion: Buffer;
  createdAt: Date;
}

const attributes = () => ({
  id: { type: DataTypes.STRING(64), primaryKey: true },
  purpose: { type: DataTypes.STRING(32), allowNull: false },
  ciphertext: { type: DataTypes.BLOB, allowNull: false },
  keyVersion: { type: DataTypes.BLOB, allowNull: false },
  createdAt: { type: DataTypes.DATE(3), allowNull: false },
});

export interface SigningKey extends Sealed {
  id: string;
  purpose: string;
}

export type SigningKeyRepository = ReturnType<typeof signingKeyRepository>;

export function signingKeyRepository(db: Sequelize) {
  const keys = modelOf<SigningKeyRow>(db, 'signing_keys', attributes, { timestamps: false });
  return {
    async find(purpose: string): Promise<SigningKey | null> {
      const row = await keys.findOne({ where: { purpose } });
      return row && { id: row.id, purpose, ciphertext: row.ciphertext, keyVersion: row.keyVersion };
    },

    /** Adds the key of a purpose; false when there is one already. */
    async add(key: SigningKey): Promise<boolean> {
      try {
        await keys.create({ ...key, createdAt: new Date() });
        return true;
      } catch (error) {
        if (error instanceof UniqueConstraintError) return false;
        throw error;
      }
    },
  };
}
