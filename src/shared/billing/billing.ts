/** Schemas for checkout and receipts. */
import { z } from 'zod';
import { CountryCode, Frequency, PlanNames, Product, Seats } from '#shared/catalogue/catalogue.ts';
import { TimeCursor } from '#shared/lists/time-cursor.ts';
import { Money } from '#shared/money.ts';

/** The details Paddle requires to sell to a company without charging VAT. */
export const VatDetails = z.object({
  number: z.string().trim().min(4).max(30),
  companyName: z.string().trim().min(1).max(200),
  street: z.string().trim().min(1).max(200),
  city: z.string().trim().min(1).max(200),
  postcode: z.string().trim().max(32).optional(),
  country: CountryCode,
});
export type VatDetails = z.infer<typeof VatDetails>;

export const StartCheckout = z.object({
  planId: z.int().positive(),
  quantity: Seats,
  /** Whether the customer, who already has a running licence for this product, confirmed wanting another. */
  another: z.boolean().default(false),
  coupon: z.string().trim().max(60).optional(),
  vat: VatDetails.optional(),
});
export type StartCheckout = z.infer<typeof StartCheckout>;

/** The sum of all refunds of a payment. The kind is `vat` if only VAT was refunded. */
const RefundView = z.object({ kind: z.enum(['full', 'partial', 'vat']), amount: Money });

/** What a payment was for that doesn't pay for a whole period of an unchanged plan. */
export const PartView = z.discriminatedUnion('kind', [
  /** Seats added during a period, for the days that were left of it. */
  z.object({ kind: z.literal('seats'), seats: z.int(), days: z.int() }),
  /** A switch from another plan. */
  z.object({
    kind: z.literal('plan'),
    /** The previous plan; null if the portal doesn't have it. */
    fromPlan: z.object({ planName: z.string(), planNames: PlanNames, frequency: Frequency }).nullable(),
    /** The days that were left of the period; null if the switch began a new one. */
    days: z.int().nullable(),
  }),
  /** A further payment for a period that was already paid, for an unknown reason. */
  z.object({ kind: z.literal('extra') }),
]);
export type PartView = z.infer<typeof PartView>;

export const ReceiptView = z.object({
  id: z.int(),
  /**
   * Null if no alert reported the payment. It is then only known from Paddle's API, which returns neither the order id
   * nor the tax.
   */
  orderId: z.string().nullable(),
  product: Product.nullable(),
  planName: z.string().nullable(),
  /** The plan's names in other languages. */
  planNames: PlanNames,
  frequency: Frequency.nullable(),
  quantity: z.int(),
  amount: Money,
  tax: Money.nullable(),
  refund: RefundView.nullable(),
  /** Null for a payment for a whole period, and for one that isn't for a subscription. */
  part: PartView.nullable(),
  /**
   * The company as the customer gave it when paying; null if they gave none. Paddle doesn't report later corrections,
   * which are made in its receipt.
   */
  company: z.object({ name: z.string(), vatNumber: z.string() }).nullable(),
  /** URL of the receipt Paddle issued. */
  receiptUrl: z.url().nullable(),
  paidAt: z.date(),
});
export type ReceiptView = z.infer<typeof ReceiptView>;

/** A calendar year in UTC. */
export const ReceiptYear = z.int().min(1990).max(2999);

/** Selects receipts by product and by year in UTC. */
export const ReceiptSelection = z.object({
  product: Product.optional(),
  year: ReceiptYear.optional(),
});
export type ReceiptSelection = z.infer<typeof ReceiptSelection>;

/** Without a cursor, the latest receipts are listed. If both cursors are given, `before` is ignored. */
export const ReceiptFilter = ReceiptSelection.extend({
  /** Lists the receipts that come after this one, which are older. */
  after: TimeCursor.optional(),
  /** Lists the receipts that come before this one, which are newer. */
  before: TimeCursor.optional(),
});
export type ReceiptFilter = z.infer<typeof ReceiptFilter>;

export const receiptsPerPage = 20;

/** The sum of the receipts of one year in one currency. Amounts in different currencies are never added. */
export const ReceiptTotal = z.object({
  year: z.int(),
  count: z.int(),
  /** The sum of the amounts paid, tax included, before refunds. */
  amount: Money,
  /** Null if the tax of a receipt is unknown. */
  tax: Money.nullable(),
  refunded: Money,
});
export type ReceiptTotal = z.infer<typeof ReceiptTotal>;

export const ReceiptPage = z.object({
  /** Newest first. */
  receipts: z.array(ReceiptView),
  /** Place of the first of these receipts among all that were selected, counted from 1. */
  first: z.int(),
  /** The number of all receipts selected. */
  total: z.int(),
  /** The cursor to pass as `before` for the page with newer receipts; null if there are none. */
  newer: TimeCursor.nullable(),
  /** The cursor to pass as `after` for the page with older receipts; null if there are none. */
  older: TimeCursor.nullable(),
  /** The totals of all receipts selected, latest year first. */
  totals: z.array(ReceiptTotal),
  /** The years in which the customer paid for the product selected, latest first. */
  years: z.array(z.int()),
});
export type ReceiptPage = z.infer<typeof ReceiptPage>;

/** Path of the CSV file of receipts. It takes the filter's `product` and `year` as its query. */
export const receiptsFilePath = '/receipts.csv';
