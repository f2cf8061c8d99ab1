/** Schemas for checkout and receipts. */
import { z } from 'zod';
import { CountryCode, Frequency, Product, Seats } from '#shared/catalogue/catalogue.ts';
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

export const ReceiptView = z.object({
  id: z.int(),
  /**
   * Null if no alert reported the payment. It is then only known from Paddle's API, which returns neither the order id
   * nor the tax.
   */
  orderId: z.string().nullable(),
  product: Product.nullable(),
  planName: z.string().nullable(),
  frequency: Frequency.nullable(),
  quantity: z.int(),
  amount: Money,
  tax: Money.nullable(),
  refund: RefundView.nullable(),
  /** URL of the receipt Paddle issued. */
  receiptUrl: z.url().nullable(),
  paidAt: z.date(),
});
export type ReceiptView = z.infer<typeof ReceiptView>;

/** A calendar year in UTC. */
export const ReceiptYear = z.int().min(1990).max(2999);

export const ReceiptFilter = z.object({
  page: z.int().min(1).max(100_000).default(1),
  product: Product.optional(),
  year: ReceiptYear.optional(),
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
  receipts: z.array(ReceiptView),
  page: z.int(),
  pages: z.int(),
  total: z.int(),
  /** The totals of the filtered receipts, latest year first. */
  totals: z.array(ReceiptTotal),
  /** The years in which the customer paid for the product of the filter, latest first. */
  years: z.array(z.int()),
});
export type ReceiptPage = z.infer<typeof ReceiptPage>;

/** Path of the CSV file of receipts. It takes the filter's `product` and `year` as its query. */
export const receiptsFilePath = '/receipts.csv';
