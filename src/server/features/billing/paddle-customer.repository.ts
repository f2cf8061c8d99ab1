/** Buyers as Paddle knows them: their address there, and whether they were erased here. */
import {
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  type Model,
  QueryTypes,
  type Sequelize,
  type Transaction,
} from 'sequelize';
import { modelOf } from '#server/platform/database/define-model.ts';

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
}

const attributes = () => ({
  paddleUserId: { type: DataTypes.BIGINT.UNSIGNED, primaryKey: true },
  email: DataTypes.STRING(254),
  emailSince: DataTypes.DATE(3),
  erasedAt: DataTypes.DATE(3),
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
      const rows = await db.query<{ paddleUserId: number }>(
        `SELECT paddle_user_id AS paddleUserId FROM paddle_customers
         WHERE paddle_user_id IN (:paddleUserIds) AND erased_at IS NOT NULL`,
        { type: QueryTypes.SELECT, replacements: { paddleUserIds: [...paddleUserIds] }, ...scope },
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

    /** Leaves of some buyers only that they were erased. */
    async erase(paddleUserIds: readonly number[], at: Date): Promise<void> {
      if (paddleUserIds.length === 0) return;
      await customers.bulkCreate(
        paddleUserIds.map((paddleUserId) => ({ paddleUserId, email: null, emailSince: null, erasedAt: at })),
        { updateOnDuplicate: ['email', 'emailSince', 'erasedAt'], ...scope },
      );
    },
  };
}
