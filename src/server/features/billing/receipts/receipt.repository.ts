/** Stores receipts. Each row is one payment, folded from the payment's stream. */
import {
  type CreationOptional,
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  type Model,
  type Sequelize,
  type Transaction,
} from 'sequelize';
import { z } from 'zod';
import type { ReceiptProjection } from '#server/features/billing/fold/projection.ts';
import { modelOf } from '#server/platform/database/define-model.ts';
import { insertRows } from '#server/platform/database/insert-rows.ts';
import { column, execute, millisecondsOf, select, wordColumn } from '#server/platform/database/statements.ts';
import type { RefundKind } from '#server/platform/paddle/facts.ts';
import {
  type ReceiptPage,
  type ReceiptTotal,
  type ReceiptView,
  receiptsPerPage,
} from '#shared/billing/billing.ts';
import { Frequency, Product } from '#shared/catalogue/catalogue.ts';
import { currenciesOfOtherDecimals } from '#shared/money.ts';

export interface Receipt extends Omit<ReceiptProjection, 'paddlePlanId'> {
  stream: string;
  userId: number | null;
  planId: number | null;
}

interface ReceiptRow extends Model<InferAttributes<ReceiptRow>, InferCreationAttributes<ReceiptRow>> {
  id: CreationOptional<number>;
  reference: string;
  stream: string;
  orderId: string | null;
  userId: number | null;
  planId: number | null;
  checkoutId: string | null;
  amountMinor: number;
  taxMinor: number | null;
  currency: string;
  quantity: number;
  receiptUrl: string | null;
  paidAt: Date;
  refundKind: RefundKind | null;
  refundedMinor: number | null;
  refundedAt: Date | null;
}

const attributes = () => ({
  id: { type: DataTypes.BIGINT.UNSIGNED, autoIncrement: true, primaryKey: true },
  reference: { type: DataTypes.STRING(96), allowNull: false },
  stream: { type: DataTypes.STRING(64), allowNull: false },
  orderId: DataTypes.STRING(64),
  userId: DataTypes.BIGINT.UNSIGNED,
  planId: DataTypes.BIGINT.UNSIGNED,
  checkoutId: DataTypes.STRING(64),
  amountMinor: { type: DataTypes.BIGINT, allowNull: false },
  taxMinor: DataTypes.BIGINT,
  currency: { type: DataTypes.CHAR(3), allowNull: false },
  quantity: { type: DataTypes.INTEGER.UNSIGNED, allowNull: false },
  receiptUrl: DataTypes.STRING(2048),
  paidAt: { type: DataTypes.DATE(3), allowNull: false },
  refundKind: DataTypes.STRING,
  refundedMinor: DataTypes.BIGINT,
  refundedAt: DataTypes.DATE(3),
});

const toRow = ({ amount, tax, refund, ...rest }: Receipt) => ({
  ...rest,
  amountMinor: amount.minor,
  taxMinor: tax?.minor ?? null,
  currency: amount.currency,
  refundKind: refund?.kind ?? null,
  refundedMinor: refund?.amount.minor ?? null,
  refundedAt: refund?.at ?? null,
});

const StoredReceipt = z.object({
  reference: column.text,
  stream: column.text,
  orderId: column.text.nullable(),
  userId: column.number.nullable(),
  planId: column.number.nullable(),
  checkoutId: column.text.nullable(),
  amountMinor: column.number,
  taxMinor: column.number.nullable(),
  currency: column.text,
  quantity: column.number,
  receiptUrl: column.text.nullable(),
  paidAt: column.milliseconds,
  refundKind: wordColumn<RefundKind>().nullable(),
  refundedMinor: column.number.nullable(),
  refundedAt: column.milliseconds.nullable(),
});

const toReceipt = (row: z.output<typeof StoredReceipt>): Receipt => ({
  reference: row.reference,
  stream: row.stream,
  orderId: row.orderId,
  userId: row.userId,
  planId: row.planId,
  checkoutId: row.checkoutId,
  amount: { minor: row.amountMinor, currency: row.currency },
  tax: row.taxMinor === null ? null : { minor: row.taxMinor, currency: row.currency },
  quantity: row.quantity,
  receiptUrl: row.receiptUrl,
  paidAt: row.paidAt,
  refund:
    row.refundKind === null || row.refundedMinor === null || row.refundedAt === null
      ? null
      : {
          kind: row.refundKind,
          amount: { minor: row.refundedMinor, currency: row.currency },
          at: row.refundedAt,
        },
});

const storedColumns = `reference, stream, order_id AS orderId, user_id AS userId, plan_id AS planId,
  checkout_id AS checkoutId, amount_minor AS amountMinor, tax_minor AS taxMinor, currency, quantity,
  receipt_url AS receiptUrl, refund_kind AS refundKind, refunded_minor AS refundedMinor,
  ${millisecondsOf('paid_at')} AS paidAt, ${millisecondsOf('refunded_at')} AS refundedAt`;

const ListedReceipt = z.object({
  id: column.number,
  orderId: column.text.nullable(),
  product: Product.nullable(),
  planName: column.text.nullable(),
  frequency: Frequency.nullable(),
  quantity: column.number,
  amountMinor: column.number,
  taxMinor: column.number.nullable(),
  currency: column.text,
  receiptUrl: column.text.nullable(),
  paidAt: column.instant,
  refundKind: wordColumn<RefundKind>().nullable(),
  refundedMinor: column.number.nullable(),
});
const LastPaid = z.object({ stream: column.text, paidAt: column.instant });
/** Sums arrive as text, because MySQL's sums of integers are decimals. */
const StoredTotal = z.object({
  year: column.number,
  currency: column.text,
  count: column.number,
  amountMinor: column.text.transform(Number),
  taxMinor: column.text.transform(Number).nullable(),
  refundedMinor: column.text.transform(Number),
});

/** Selects receipts by product and by year in UTC. */
export interface ReceiptSelection {
  product?: Product | undefined;
  year?: number | undefined;
}

const listedColumns = `r.id, r.order_id AS orderId, p.product, p.friendly_name AS planName, p.frequency, r.quantity,
  r.amount_minor AS amountMinor, r.tax_minor AS taxMinor, r.currency, r.receipt_url AS receiptUrl, r.paid_at AS paidAt,
  r.refund_kind AS refundKind, r.refunded_minor AS refundedMinor`;

const selectionOf = ({ product, year }: ReceiptSelection): string =>
  `FROM receipts r LEFT JOIN plans p ON p.id = r.plan_id WHERE r.user_id = :userId
    ${product ? 'AND p.product = :product' : ''}
    ${year === undefined ? '' : 'AND r.paid_at >= :yearStart AND r.paid_at < :nextYear'}`;

const valuesOf = (userId: number, { product, year }: ReceiptSelection) => ({
  userId,
  product,
  yearStart: year === undefined ? undefined : new Date(Date.UTC(year, 0)),
  nextYear: year === undefined ? undefined : new Date(Date.UTC(year + 1, 0)),
});

const toTotal = (row: z.output<typeof StoredTotal>): ReceiptTotal => ({
  year: row.year,
  count: row.count,
  amount: { minor: row.amountMinor, currency: row.currency },
  tax: row.taxMinor === null ? null : { minor: row.taxMinor, currency: row.currency },
  refunded: { minor: row.refundedMinor, currency: row.currency },
});

const toView = (row: z.output<typeof ListedReceipt>): ReceiptView => ({
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
  refund:
    row.refundKind === null || row.refundedMinor === null
      ? null
      : { kind: row.refundKind, amount: { minor: row.refundedMinor, currency: row.currency } },
});

export type ReceiptRepository = ReturnType<typeof receiptRepository>;

export function receiptRepository(db: Sequelize, transaction?: Transaction) {
  const receipts = modelOf<ReceiptRow>(db, 'receipts', attributes);
  const scope = transaction ? { transaction } : {};
  return {
    async listByStreams(streams: readonly string[]): Promise<Receipt[]> {
      if (streams.length === 0) return [];
      const rows = await select(
        db,
        StoredReceipt,
        `SELECT ${storedColumns} FROM receipts WHERE stream IN (?) ORDER BY paid_at, reference`,
        [streams],
        transaction,
      );
      return rows.map(toReceipt);
    },

    /** Returns the time of each stream's last payment. Streams without a payment are left out. */
    async lastPaidAt(streams: readonly string[]): Promise<Map<string, Date>> {
      if (streams.length === 0) return new Map();
      const rows = await select(
        db,
        LastPaid,
        'SELECT stream, MAX(paid_at) AS paidAt FROM receipts WHERE stream IN (?) GROUP BY stream',
        [streams],
        transaction,
      );
      return new Map(rows.map((row) => [row.stream, row.paidAt]));
    },

    /**
     * Returns those of the given streams that have a payment known only from reconciliation, in a currency for which
     * amounts may have been stored with the wrong number of decimals.
     */
    async withUncertainAmounts(streams: readonly string[]): Promise<Set<string>> {
      if (streams.length === 0) return new Set();
      const rows = await select(
        db,
        LastPaid.pick({ stream: true }),
        `SELECT DISTINCT stream FROM receipts
         WHERE stream IN (:streams) AND order_id IS NULL AND currency IN (:currencies)`,
        { streams, currencies: [...currenciesOfOtherDecimals] },
        transaction,
      );
      return new Set(rows.map(({ stream }) => stream));
    },

    /**
     * Finds the receipt of an order. At Paddle, two streams never have the same order; if they do here, always returns
     * the same one of their receipts.
     */
    async findByOrder(orderId: string): Promise<Receipt | null> {
      const [row] = await select(
        db,
        StoredReceipt,
        `SELECT ${storedColumns} FROM receipts WHERE order_id = :orderId ORDER BY stream LIMIT 1`,
        { orderId },
        transaction,
      );
      return row ? toReceipt(row) : null;
    },

    /** Adds receipts. A receipt replaces the stored one for the same payment or order in the same stream. */
    async save(rows: readonly Receipt[]): Promise<void> {
      await insertRows(receipts, rows.map(toRow), {
        update: [
          'reference',
          'orderId',
          'userId',
          'planId',
          'checkoutId',
          'amountMinor',
          'taxMinor',
          'currency',
          'quantity',
          'receiptUrl',
          'paidAt',
          'refundKind',
          'refundedMinor',
          'refundedAt',
        ],
        ...scope,
      });
    },

    async remove(rows: readonly Pick<Receipt, 'stream' | 'reference'>[]): Promise<void> {
      if (rows.length === 0) return;
      const sql = `DELETE FROM receipts WHERE ${rows.map(() => '(stream = ? AND reference = ?)').join(' OR ')}`;
      await execute(
        db,
        sql,
        rows.flatMap(({ stream, reference }) => [stream, reference]),
        transaction,
      );
    },

    /**
     * Returns a page of the customer's receipts, newest first, with the totals of all pages. Pages after the last one
     * are empty.
     */
    async listForUser(
      userId: number,
      { page, product, year }: { page: number } & ReceiptSelection,
    ): Promise<ReceiptPage> {
      const totalled = await select(
        db,
        StoredTotal,
        `SELECT YEAR(r.paid_at) AS year, r.currency, COUNT(*) AS count,
          CAST(SUM(r.amount_minor) AS CHAR) AS amountMinor,
          CAST(IF(COUNT(r.tax_minor) = COUNT(*), SUM(r.tax_minor), NULL) AS CHAR) AS taxMinor,
          CAST(COALESCE(SUM(r.refunded_minor), 0) AS CHAR) AS refundedMinor
         ${selectionOf({ product })} GROUP BY YEAR(r.paid_at), r.currency ORDER BY year DESC, r.currency`,
        { userId, product },
        transaction,
      );
      const totals = totalled.filter((total) => year === undefined || total.year === year).map(toTotal);
      const total = totals.reduce((sum, { count }) => sum + count, 0);
      const values = { limit: receiptsPerPage, offset: (page - 1) * receiptsPerPage };
      const rows = await select(
        db,
        ListedReceipt,
        `SELECT ${listedColumns} ${selectionOf({ product, year })}
         ORDER BY r.paid_at DESC, r.id DESC LIMIT :limit OFFSET :offset`,
        { ...values, ...valuesOf(userId, { product, year }) },
        transaction,
      );
      return {
        receipts: rows.map(toView),
        page,
        pages: Math.max(1, Math.ceil(total / receiptsPerPage)),
        total,
        totals,
        years: [...new Set(totalled.map((each) => each.year))],
      };
    },

    /**
     * Returns up to `limit` of the customer's receipts that come after the given one, newest first. Receipts that are
     * added meanwhile neither repeat nor hide others.
     */
    async listAfter(
      userId: number,
      selection: ReceiptSelection,
      after: Pick<ReceiptView, 'id' | 'paidAt'> | null,
      limit: number,
    ): Promise<ReceiptView[]> {
      const rows = await select(
        db,
        ListedReceipt,
        `SELECT ${listedColumns} ${selectionOf(selection)}
          ${after ? 'AND (r.paid_at < :paidAt OR (r.paid_at = :paidAt AND r.id < :id))' : ''}
         ORDER BY r.paid_at DESC, r.id DESC LIMIT :limit`,
        { limit, paidAt: after?.paidAt, id: after?.id, ...valuesOf(userId, selection) },
        transaction,
      );
      return rows.map(toView);
    },
  };
}
