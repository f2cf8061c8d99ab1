/** Reads a customer's receipts for display: page by page, newest first, and their totals. */
import type { Sequelize, Transaction } from 'sequelize';
import { z } from 'zod';
import type { PartPayment } from '#server/features/billing/fold/part-payments.ts';
import { column, jsonColumn, select, type Values, wordColumn } from '#server/platform/database/statements.ts';
import type { RefundKind } from '#server/platform/paddle/facts.ts';
import type { PartView, ReceiptSelection, ReceiptTotal, ReceiptView } from '#shared/billing/billing.ts';
import { Frequency, PlanTranslations, Product } from '#shared/catalogue/catalogue.ts';
import { namesOf } from '#shared/languages/plan-text.ts';

const ListedReceipt = z.object({
  id: column.number,
  orderId: column.text.nullable(),
  product: Product.nullable(),
  planName: column.text.nullable(),
  translations: jsonColumn(PlanTranslations).nullable(),
  frequency: Frequency.nullable(),
  quantity: column.number,
  amountMinor: column.number,
  taxMinor: column.number.nullable(),
  currency: column.text,
  receiptUrl: column.text.nullable(),
  paidAt: column.instant,
  refundKind: wordColumn<RefundKind>().nullable(),
  refundedMinor: column.number.nullable(),
  partKind: wordColumn<PartPayment['kind']>().nullable(),
  partSeats: column.number.nullable(),
  partDays: column.number.nullable(),
  fromPlanName: column.text.nullable(),
  fromTranslations: jsonColumn(PlanTranslations).nullable(),
  fromFrequency: Frequency.nullable(),
  companyName: column.text.nullable(),
  vatNumber: column.text.nullable(),
});
type ListedReceipt = z.output<typeof ListedReceipt>;

/** Sums arrive as text, because MySQL's sums of integers are decimals. */
const StoredTotal = z.object({
  year: column.number,
  currency: column.text,
  count: column.number,
  amountMinor: column.text.transform(Number),
  taxMinor: column.text.transform(Number).nullable(),
  refundedMinor: column.text.transform(Number),
});
const Count = z.object({ count: column.number });

/** A receipt's place in the order of the list. */
export type ReceiptPosition = Pick<ReceiptView, 'paidAt' | 'id'>;

/** The customer whose receipts are listed, and which of them. */
export interface OwnReceipts extends ReceiptSelection {
  userId: number;
}

const listedColumns = `r.id, r.order_id AS orderId, p.product, p.friendly_name AS planName, p.translations,
  p.frequency, r.quantity,
  r.amount_minor AS amountMinor, r.tax_minor AS taxMinor, r.currency, r.receipt_url AS receiptUrl, r.paid_at AS paidAt,
  r.refund_kind AS refundKind, r.refunded_minor AS refundedMinor, r.part_kind AS partKind, r.part_seats AS partSeats,
  r.part_days AS partDays, f.friendly_name AS fromPlanName, f.translations AS fromTranslations, f.frequency AS fromFrequency,
  d.company_name AS companyName, d.vat_number AS vatNumber`;

/** Details are shown only to the customer who gave them, even if the purchase has been assigned to another one. */
const listedFrom = `FROM receipts r LEFT JOIN plans p ON p.id = r.plan_id
  LEFT JOIN plans f ON f.id = r.part_from_plan_id
  LEFT JOIN billing_details d ON d.id = r.billing_details_id AND d.user_id = r.user_id`;

const selected = ({ product, year }: ReceiptSelection): string =>
  `r.user_id = :userId ${product ? 'AND p.product = :product' : ''}
    ${year === undefined ? '' : 'AND r.paid_at >= :yearStart AND r.paid_at < :nextYear'}`;

type NamedValues = Exclude<Values, readonly unknown[]>;

const valuesOf = ({ userId, product, year }: OwnReceipts): NamedValues => ({
  userId,
  product,
  yearStart: year === undefined ? undefined : new Date(Date.UTC(year, 0)),
  nextYear: year === undefined ? undefined : new Date(Date.UTC(year + 1, 0)),
});

const isOlder = '(r.paid_at < :paidAt OR (r.paid_at = :paidAt AND r.id < :id))';
const isNewer = '(r.paid_at > :paidAt OR (r.paid_at = :paidAt AND r.id > :id))';
const newestFirst = 'ORDER BY r.paid_at DESC, r.id DESC';
const oldestFirst = 'ORDER BY r.paid_at, r.id';

const toTotal = (row: z.output<typeof StoredTotal>): ReceiptTotal => ({
  year: row.year,
  count: row.count,
  amount: { minor: row.amountMinor, currency: row.currency },
  tax: row.taxMinor === null ? null : { minor: row.taxMinor, currency: row.currency },
  refunded: { minor: row.refundedMinor, currency: row.currency },
});

function toPart({
  partKind,
  partSeats,
  partDays,
  fromPlanName,
  fromTranslations,
  fromFrequency,
}: ListedReceipt): PartView | null {
  switch (partKind) {
    case null:
      return null;
    case 'seats':
      return { kind: 'seats', seats: partSeats ?? 0, days: partDays ?? 0 };
    case 'plan': {
      const isKnown = fromPlanName !== null && fromFrequency !== null;
      return {
        kind: 'plan',
        fromPlan: isKnown
          ? {
              planName: fromPlanName,
              planNames: namesOf({ translations: fromTranslations ?? {} }),
              frequency: fromFrequency,
            }
          : null,
        days: partDays,
      };
    }
    // A later release may have stored a kind that this one doesn't know.
    default:
      return { kind: 'extra' };
  }
}

const toView = (row: ListedReceipt): ReceiptView => ({
  id: row.id,
  orderId: row.orderId,
  product: row.product,
  planName: row.planName,
  planNames: namesOf({ translations: row.translations ?? {} }),
  frequency: row.frequency,
  quantity: row.quantity,
  amount: { minor: row.amountMinor, currency: row.currency },
  tax: row.taxMinor === null ? null : { minor: row.taxMinor, currency: row.currency },
  refund:
    row.refundKind === null || row.refundedMinor === null
      ? null
      : { kind: row.refundKind, amount: { minor: row.refundedMinor, currency: row.currency } },
  part: toPart(row),
  company:
    row.companyName === null || row.vatNumber === null
      ? null
      : { name: row.companyName, vatNumber: row.vatNumber },
  receiptUrl: row.receiptUrl,
  paidAt: row.paidAt,
});

export type ListedReceiptRepository = ReturnType<typeof listedReceiptRepository>;

export function listedReceiptRepository(db: Sequelize, transaction?: Transaction) {
  async function list(own: OwnReceipts, rest: string, values: NamedValues = {}): Promise<ReceiptView[]> {
    const sql = `SELECT ${listedColumns} ${listedFrom} WHERE ${selected(own)} ${rest}`;
    return (await select(db, ListedReceipt, sql, { ...valuesOf(own), ...values }, transaction)).map(toView);
  }
  async function count(own: OwnReceipts, rest = '', values: NamedValues = {}): Promise<number> {
    const sql = `SELECT COUNT(*) AS count FROM receipts r LEFT JOIN plans p ON p.id = r.plan_id
      WHERE ${selected(own)} ${rest}`;
    const [row] = await select(db, Count, sql, { ...valuesOf(own), ...values }, transaction);
    return row?.count ?? 0;
  }

  return {
    /** Returns the totals of all receipts of the product, in every year. Latest year first. */
    async listTotals({ userId, product }: Omit<OwnReceipts, 'year'>): Promise<ReceiptTotal[]> {
      const totals = await select(
        db,
        StoredTotal,
        `SELECT YEAR(r.paid_at) AS year, r.currency, COUNT(*) AS count,
          CAST(SUM(r.amount_minor) AS CHAR) AS amountMinor,
          CAST(IF(COUNT(r.tax_minor) = COUNT(*), SUM(r.tax_minor), NULL) AS CHAR) AS taxMinor,
          CAST(COALESCE(SUM(r.refunded_minor), 0) AS CHAR) AS refundedMinor
         FROM receipts r LEFT JOIN plans p ON p.id = r.plan_id
         WHERE ${selected({ product })} GROUP BY YEAR(r.paid_at), r.currency ORDER BY year DESC, r.currency`,
        { userId, product },
        transaction,
      );
      return totals.map(toTotal);
    },

    /**
     * Returns a page by its number, newest receipts first, with the number of all receipts. Receipts that are added
     * meanwhile move others to the next page. Pages after the last one are empty.
     */
    async listNumbered(
      userId: number,
      { page, perPage }: { page: number; perPage: number },
    ): Promise<{ receipts: ReceiptView[]; total: number }> {
      const values = { limit: perPage, offset: (page - 1) * perPage };
      return {
        receipts: await list({ userId }, `${newestFirst} LIMIT :limit OFFSET :offset`, values),
        total: await count({ userId }),
      };
    },

    /**
     * Returns up to `limit` receipts that are older than the one at `after`, newest first; the latest ones if it is
     * null. Receipts that are added meanwhile neither repeat nor hide others.
     */
    listAfter: (own: OwnReceipts, after: ReceiptPosition | null, limit: number): Promise<ReceiptView[]> =>
      list(own, `${after ? `AND ${isOlder}` : ''} ${newestFirst} LIMIT :limit`, {
        limit,
        paidAt: after?.paidAt,
        id: after?.id,
      }),

    /** Returns up to `limit` receipts that are newer than the one at `before`: the next ones, newest first. */
    async listBefore(
      own: OwnReceipts,
      { paidAt, id }: ReceiptPosition,
      limit: number,
    ): Promise<ReceiptView[]> {
      const found = await list(own, `AND ${isNewer} ${oldestFirst} LIMIT :limit`, { limit, paidAt, id });
      return found.reverse();
    },

    /** Returns how many receipts are newer than the one at this position. */
    countNewer: (own: OwnReceipts, { paidAt, id }: ReceiptPosition): Promise<number> =>
      count(own, `AND ${isNewer}`, { paidAt, id }),
  };
}
