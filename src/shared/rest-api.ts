/**
 * Defines the responses of the REST API, through which programs read a customer's own data. Field names never change,
 * but fields may be added.
 */
import { z } from 'zod';
import { Locale } from './accounts/accounts.ts';
import type { ReceiptView } from './billing/billing.ts';
import { CountryCode, Frequency, Product } from './catalogue/catalogue.ts';
import { CalendarDate } from './dates.ts';
import { LicencePhase, LicenceStatus, type LicenceView } from './licences/licences.ts';
import { Money } from './money.ts';

const Instant = z.iso.datetime();

export const ApiUser = z.object({
  id: z.int(),
  name: z.string(),
  email: z.string(),
  locale: Locale,
  country: CountryCode.nullable(),
});
export type ApiUser = z.infer<typeof ApiUser>;

/** Excludes the key, because anyone who has it can use the product. */
export const ApiLicence = z.object({
  id: z.int(),
  product: Product,
  plan: z.string(),
  frequency: Frequency,
  quantity: z.int(),
  status: LicenceStatus,
  standing: LicencePhase,
  started_on: CalendarDate,
  /** Last day that is paid for. */
  valid_until: CalendarDate,
  /** Last day on which the licence works, grace period included, unless something changes. */
  works_through: CalendarDate,
  renews_on: CalendarDate.nullable(),
  pauses_on: CalendarDate.nullable(),
  /** The last payment, which may have paid for a part of a period. */
  last_paid: Money.nullable(),
  /** What a period costs once no credit is left. */
  price: Money.nullable(),
  /** What is charged on `renews_on`, credits deducted. */
  next_charge: Money.nullable(),
});
export type ApiLicence = z.infer<typeof ApiLicence>;

export const ApiLicences = z.object({ licences: z.array(ApiLicence) });

export const ApiReceipt = z.object({
  id: z.int(),
  order_id: z.string().nullable(),
  product: Product.nullable(),
  plan: z.string().nullable(),
  frequency: Frequency.nullable(),
  quantity: z.int(),
  amount: Money,
  tax: Money.nullable(),
  refund: z.object({ kind: z.enum(['full', 'partial', 'vat']), amount: Money }).nullable(),
  /** What the payment was for, if it wasn't for a whole period of an unchanged plan; otherwise null. */
  part_payment: z
    .object({
      kind: z.enum(['seats', 'plan', 'extra']),
      /** The seats added, for `seats`. */
      seats: z.int().nullable(),
      /** The days that were left of the period; null for `extra`, and if a new period began. */
      days: z.int().nullable(),
      /** The previous plan and its frequency, for `plan`. */
      from_plan: z.string().nullable(),
      from_frequency: Frequency.nullable(),
    })
    .nullable(),
  /** The company as the customer gave it when paying; null if they gave none. */
  company: z.object({ name: z.string(), vat_number: z.string() }).nullable(),
  receipt_url: z.url().nullable(),
  paid_at: Instant,
});
export type ApiReceipt = z.infer<typeof ApiReceipt>;

export const ApiReceipts = z.object({
  receipts: z.array(ApiReceipt),
  page: z.int(),
  pages: z.int(),
  total: z.int(),
});
export type ApiReceipts = z.infer<typeof ApiReceipts>;

/** Query of the list of receipts. Its values arrive as text, so they are converted. */
export const ApiReceiptsQuery = z.object({
  page: z
    .string()
    .regex(/^[1-9]\d{0,4}$/, 'must be a page number from 1 to 99999')
    .transform(Number)
    .default(1),
});

export const toApiLicence = (licence: LicenceView): ApiLicence => ({
  id: licence.id,
  product: licence.product,
  plan: licence.planName,
  frequency: licence.frequency,
  quantity: licence.quantity,
  status: licence.status,
  standing: licence.standing,
  started_on: licence.startedOn,
  valid_until: licence.validUntil,
  works_through: licence.worksThrough,
  renews_on: licence.renewsOn,
  pauses_on: licence.pausesOn,
  last_paid: licence.lastPaid,
  price: licence.price,
  next_charge: licence.nextCharge,
});

const toApiPart = (part: ReceiptView['part']): ApiReceipt['part_payment'] =>
  part && {
    kind: part.kind,
    seats: part.kind === 'seats' ? part.seats : null,
    days: part.kind === 'extra' ? null : part.days,
    from_plan: part.kind === 'plan' ? (part.fromPlan?.planName ?? null) : null,
    from_frequency: part.kind === 'plan' ? (part.fromPlan?.frequency ?? null) : null,
  };

export const toApiReceipt = (receipt: ReceiptView): ApiReceipt => ({
  id: receipt.id,
  order_id: receipt.orderId,
  product: receipt.product,
  plan: receipt.planName,
  frequency: receipt.frequency,
  quantity: receipt.quantity,
  amount: receipt.amount,
  tax: receipt.tax,
  refund: receipt.refund,
  part_payment: toApiPart(receipt.part),
  company: receipt.company && { name: receipt.company.name, vat_number: receipt.company.vatNumber },
  receipt_url: receipt.receiptUrl,
  paid_at: receipt.paidAt.toISOString(),
});
