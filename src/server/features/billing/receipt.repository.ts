/** Receipts: one row for each order Paddle was paid for. */
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
import { type ReceiptPage, type ReceiptView, receiptsPerPage } from '#shared/billing.ts';
import type { Frequency, Product } from '#shared/catalogue.ts';
import type { Money } from '#shared/money.ts';

export interface Receipt {
  orderId: string;
  subscriptionId: number | null;
  userId: number | null;
  planId: number | null;
  checkoutId: string | null;
  amount: Money;
  tax: Money | null;
  quantity: number;
  receiptUrl: string | null;
  paidAt: Date;
}

interface ReceiptRow extends Model<InferAttributes<ReceiptRow>, InferCreationAttributes<ReceiptRow>> {
  id: CreationOptional<number>;
  orderId: string;
  subscriptionId: number | null;
  userId: number | null;
  planId: number | null;
  checkoutId: string | null;
  amountMinor: number;
  taxMinor: number | null;
  currency: string;
  quantity: number;
  receiptUrl: string | null;
  paidAt: Date;
}

const attributes = () => ({
  id: { type: DataTypes.BIGINT.UNSIGNED, autoIncrement: true, primaryKey: true },
  orderId: { type: DataTypes.STRING(64), allowNull: false },
  subscriptionId: DataTypes.BIGINT.UNSIGNED,
  userId: DataTypes.BIGINT.UNSIGNED,
  planId: DataTypes.BIGINT.UNSIGNED,
  checkoutId: DataTypes.STRING(64),
  amountMinor: { type: DataTypes.BIGINT, allowNull: false },
  taxMinor: DataTypes.BIGINT,
  currency: { type: DataTypes.CHAR(3), allowNull: false },
  quantity: { type: DataTypes.INTEGER.UNSIGNED, allowNull: false },
  receiptUrl: DataTypes.STRING(2048),
  paidAt: { type: DataTypes.DATE(3), allowNull: false },
});

interface ListedReceipt {
  id: number;
  orderId: string;
  product: Product | null;
  planName: string | null;
  frequency: Frequency | null;
  quantity: number;
  amountMinor: number;
  taxMinor: number | null;
  currency: string;
  receiptUrl: string | null;
  paidAt: Date;
}

const toView = (row: ListedReceipt): ReceiptView => ({
  id: row.id,
  orderId: row.orderId,
  product: row.product,
  planName: row.planName,
  frequency: row.frequency,
  quantity: row.quantity,
  amount: { minor: row.amountMinor, currency: row.currency },
  tax: row.taxMinor === null ? null : { minor: row.taxMinor, currency: row.currency },
  receiptUrl: row.receiptUrl,
  paidAt: row.paidAt,
});

export type ReceiptRepository = ReturnType<typeof receiptRepository>;

export function receiptRepository(db: Sequelize, transaction?: Transaction) {
  const receipts = modelOf<ReceiptRow>(db, 'receipts', attributes);
  const scope = transaction ? { transaction } : {};
  return {
    /** Adds the receipt, or writes the one of that order anew. */
    async save(receipt: Receipt): Promise<void> {
      const { amount, tax, ...rest } = receipt;
      await receipts.upsert(
        { ...rest, amountMinor: amount.minor, taxMinor: tax?.minor ?? null, currency: amount.currency },
        scope,
      );
    },

    /** A customer's receipts, newest first, a page at a time. A page past the last one is empty. */
    async listForUser(
      userId: number,
      { page, product }: { page: number; product?: Product | undefined },
    ): Promise<ReceiptPage> {
      const from = `FROM receipts r LEFT JOIN plans p ON p.id = r.plan_id
        WHERE r.user_id = :userId ${product ? 'AND p.product = :product' : ''}`;
      const replacements = { userId, product, limit: receiptsPerPage, offset: (page - 1) * receiptsPerPage };
      const [count] = await db.query<{ total: number }>(`SELECT COUNT(*) AS total ${from}`, {
        replacements,
        type: QueryTypes.SELECT,
        ...scope,
      });
      const rows = await db.query<ListedReceipt>(
        `SELECT r.id, r.order_id AS orderId, p.product, p.friendly_name AS planName, p.frequency, r.quantity,
          r.amount_minor AS amountMinor, r.tax_minor AS taxMinor, r.currency, r.receipt_url AS receiptUrl, r.paid_at AS paidAt
         ${from} ORDER BY r.paid_at DESC, r.id DESC LIMIT :limit OFFSET :offset`,
        { replacements, type: QueryTypes.SELECT, ...scope },
      );
      const total = count?.total ?? 0;
      return {
        receipts: rows.map(toView),
        page,
        pages: Math.max(1, Math.ceil(total / receiptsPerPage)),
        total,
      };
    },
  };
}
