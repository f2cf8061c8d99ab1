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
import type { PartPayment } from '#server/features/billing/fold/part-payments.ts';
import type { ReceiptProjection } from '#server/features/billing/fold/projection.ts';
import { modelOf } from '#server/platform/database/define-model.ts';
import { insertRows } from '#server/platform/database/insert-rows.ts';
import { column, execute, millisecondsOf, select, wordColumn } from '#server/platform/database/statements.ts';
import type { RefundKind } from '#server/platform/paddle/facts.ts';
import { currenciesOfOtherDecimals } from '#shared/money.ts';

/** `fromPlanId` is null if the portal doesn't have the plan. */
type StoredPart =
  | Exclude<PartPayment, { kind: 'plan' }>
  | { kind: 'plan'; fromPlanId: number | null; days: number | null };

export interface Receipt extends Omit<ReceiptProjection, 'paddlePlanId' | 'part'> {
  stream: string;
  userId: number | null;
  planId: number | null;
  part: StoredPart | null;
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
  partKind: PartPayment['kind'] | null;
  partSeats: number | null;
  partDays: number | null;
  partFromPlanId: number | null;
  billingDetailsId: string | null;
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
  partKind: DataTypes.STRING(16),
  partSeats: DataTypes.INTEGER.UNSIGNED,
  partDays: DataTypes.INTEGER.UNSIGNED,
  partFromPlanId: DataTypes.BIGINT.UNSIGNED,
  billingDetailsId: DataTypes.CHAR(32),
});

const toRow = ({ amount, tax, refund, part, ...rest }: Receipt) => ({
  ...rest,
  amountMinor: amount.minor,
  taxMinor: tax?.minor ?? null,
  currency: amount.currency,
  refundKind: refund?.kind ?? null,
  refundedMinor: refund?.amount.minor ?? null,
  refundedAt: refund?.at ?? null,
  partKind: part?.kind ?? null,
  partSeats: part?.kind === 'seats' ? part.seats : null,
  partDays: part && 'days' in part ? part.days : null,
  partFromPlanId: part?.kind === 'plan' ? part.fromPlanId : null,
});

const PurchaseOfOrder = z.object({
  orderId: column.text,
  stream: column.text,
  userId: column.number.nullable(),
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
  partKind: wordColumn<PartPayment['kind']>().nullable(),
  partSeats: column.number.nullable(),
  partDays: column.number.nullable(),
  partFromPlanId: column.number.nullable(),
  billingDetailsId: column.text.nullable(),
});

type PartColumns = Pick<
  z.output<typeof StoredReceipt>,
  'partKind' | 'partSeats' | 'partDays' | 'partFromPlanId'
>;

function toPart({ partKind, partSeats, partDays, partFromPlanId }: PartColumns): StoredPart | null {
  switch (partKind) {
    case null:
      return null;
    case 'plan':
      return { kind: 'plan', fromPlanId: partFromPlanId, days: partDays };
    case 'seats':
      return { kind: 'seats', seats: partSeats ?? 0, days: partDays ?? 0 };
    // A later release may have stored a kind that this one doesn't know.
    default:
      return { kind: 'extra' };
  }
}

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
  part: toPart(row),
  billingDetailsId: row.billingDetailsId,
});

const storedColumns = `reference, stream, order_id AS orderId, user_id AS userId, plan_id AS planId,
  checkout_id AS checkoutId, amount_minor AS amountMinor, tax_minor AS taxMinor, currency, quantity,
  receipt_url AS receiptUrl, refund_kind AS refundKind, refunded_minor AS refundedMinor,
  ${millisecondsOf('paid_at')} AS paidAt, ${millisecondsOf('refunded_at')} AS refundedAt,
  part_kind AS partKind, part_seats AS partSeats, part_days AS partDays, part_from_plan_id AS partFromPlanId,
  billing_details_id AS billingDetailsId`;

const Stream = z.object({ stream: column.text });
const LastPaid = Stream.extend({ paidAt: column.instant });
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

    /** Returns the purchases that the orders paid for, by order ID. If there are several, returns one with an owner. */
    async purchasesOfOrders(
      orderIds: readonly string[],
    ): Promise<Map<string, { stream: string; userId: number | null }>> {
      if (orderIds.length === 0) return new Map();
      const rows = await select(
        db,
        PurchaseOfOrder,
        `SELECT order_id AS orderId, stream, user_id AS userId FROM receipts
         WHERE order_id IN (?) ORDER BY user_id, stream`,
        [orderIds],
        transaction,
      );
      return new Map(rows.map(({ orderId, ...purchase }) => [orderId, purchase]));
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
        Stream,
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
          'partKind',
          'partSeats',
          'partDays',
          'partFromPlanId',
          'billingDetailsId',
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
  };
}
