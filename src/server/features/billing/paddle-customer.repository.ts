/** Buyers as Paddle knows them: their address there, and whether they were erased here. */
import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  type Model,
  QueryTypes,
  type Sequelize,
  type Transaction,
} from 'sequelize';
import { modelOf } from '#server/platform/database/define-model.ts';
import { plainSelect } from '#server/platform/database/plain-statement.ts';

export interface PaddleContact {
  paddleUserId: number;
  email: string;
  since: Date;
}

interface CustomerRow extends Model<InferAttributes<CustomerRow>, InferCreationAttributes<CustomerRow>> {
  paddleUserId: number;
  email: string | null;
  emailSince: Date | null;
  erasedAt: Date | null;
  erasedBecause: CreationOptional<string | null>;
}

const attributes = () => ({
  paddleUserId: { type: DataTypes.BIGINT.UNSIGNED, primaryKey: true },
  email: DataTypes.STRING(254),
  emailSince: DataTypes.DATE(3),
  erasedAt: DataTypes.DATE(3),
  erasedBecause: DataTypes.STRING(500),
});

export type PaddleCustomerRepository = ReturnType<typeof paddleCustomerRepository>;

export function paddleCustomerRepository(db: Sequelize, transaction?: Transaction) {
  const customers = modelOf<CustomerRow>(db, 'paddle_customers', attributes, { timestamps: false });
  const scope = transaction ? { transaction } : {};
  return {
    /** Buyers' newest addresses at Paddle, of those asked for. */
    async contacts(paddleUserIds: readonly number[]): Promise<Map<number, PaddleContact>> {
      if (paddleUserIds.length === 0) return new Map();
      const rows = await db.query<PaddleContact>(
        `SELECT paddle_user_id AS paddleUserId, email, email_since AS since FROM paddle_customers
         WHERE paddle_user_id IN (:paddleUserIds) AND email IS NOT NULL`,
        { type: QueryTypes.SELECT, replacements: { paddleUserIds: [...paddleUserIds] }, ...scope },
      );
      return new Map(rows.map((row) => [row.paddleUserId, row]));
    },

    /** Those of them who were erased: nothing about them may be written down again. */
    async erasedAmong(paddleUserIds: readonly number[]): Promise<Set<number>> {
      if (paddleUserIds.length === 0) return new Set();
      const rows = await plainSelect<{ paddleUserId: number }>(
        db,
        `SELECT paddle_user_id AS paddleUserId FROM paddle_customers
         WHERE paddle_user_id IN (?) AND erased_at IS NOT NULL`,
        [paddleUserIds],
        transaction,
      );
      return new Set(rows.map((row) => row.paddleUserId));
    },

    async saveContacts(contacts: readonly PaddleContact[]): Promise<void> {
      if (contacts.length === 0) return;
      await customers.bulkCreate(
        contacts.map(({ paddleUserId, email, since }) => ({
          paddleUserId,
          email,
          emailSince: since,
          erasedAt: null,
        })),
        { updateOnDuplicate: ['email', 'emailSince'], ...scope },
      );
    },

    /** Paddle's numbers of the buyers with that address there, in lower case or not. */
    async listByEmail(email: string): Promise<number[]> {
      const rows = await db.query<{ paddleUserId: number }>(
        'SELECT paddle_user_id AS paddleUserId FROM paddle_customers WHERE LOWER(email) = :email',
        { type: QueryTypes.SELECT, replacements: { email: email.toLowerCase() }, ...scope },
      );
      return rows.map((row) => row.paddleUserId);
    },

    /** Leaves of some buyers only that they were erased, when first and why. */
    async erase(paddleUserIds: readonly number[], at: Date, because: string): Promise<void> {
      if (paddleUserIds.length === 0) return;
      const before = await customers.findAll({ where: { paddleUserId: [...paddleUserIds] }, ...scope });
      const known = new Map(before.map((row) => [row.paddleUserId, row]));
      await customers.bulkCreate(
        paddleUserIds.map((paddleUserId) => ({
          paddleUserId,
          email: null,
          emailSince: null,
          erasedAt: known.get(paddleUserId)?.erasedAt ?? at,
          erasedBecause: known.get(paddleUserId)?.erasedBecause ?? because.slice(0, 500),
        })),
        { updateOnDuplicate: ['email', 'emailSince', 'erasedAt', 'erasedBecause'], ...scope },
      );
    },
  };
}
