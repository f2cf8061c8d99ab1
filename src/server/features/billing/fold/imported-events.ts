/**
 * Defines the events that a takeover logs: what another portal's database said about a purchase. Days and amounts are
 * those of that database; the fold decides what follows from them.
 */
import { z } from 'zod';
import type { PaddleRef } from '#server/platform/paddle/reference.ts';
import { CalendarDate } from '#shared/dates.ts';
import { Money } from '#shared/money.ts';

const pageUrl = z.url().max(2_048).nullable();
const by = z.literal('import');
/** What the other portal called the licence's state. Pings and pages show it until an event of ours changes it. */
const state = z.string().min(1).max(64);

export const ImportedReceipt = z.object({
  orderId: z.string().min(1).max(64),
  checkoutId: z.string().max(64).nullable(),
  /** Paddle's ID of the plan, as far as it is known. */
  planId: z.int().positive().nullable(),
  amount: Money,
  tax: Money.nullable(),
  quantity: z.int().positive(),
  receiptUrl: pageUrl,
  paidAt: z.iso.datetime(),
  /** The last day that it paid for; null if the database doesn't tell. */
  paidThrough: CalendarDate.nullable(),
});
export type ImportedReceipt = z.infer<typeof ImportedReceipt>;

/** A subscription with its licence and its receipts. `ref` is the schema of a subscription at Paddle. */
export const subscriptionImported = <Ref extends z.ZodType<PaddleRef>>(ref: Ref) =>
  z.object({
    type: z.literal('subscription_imported'),
    by,
    ref,
    /** The account that bought it; null if it had been deleted, and once the person has been erased here. */
    billableId: z.int().positive().nullable(),
    /** Whether the account had been deleted while its subscription stayed behind. */
    isOrphan: z.boolean(),
    planId: z.int().positive(),
    status: z.enum(['trialing', 'active', 'past_due', 'paused', 'deleted']),
    quantity: z.int().positive(),
    signedUpOn: CalendarDate,
    trialEndsOn: CalendarDate.nullable(),
    pausedFrom: CalendarDate.nullable(),
    endsOn: CalendarDate.nullable(),
    /** When Paddle charges next, as far as the licence's date tells; null if it doesn't. */
    nextBillOn: CalendarDate.nullable(),
    /** The last day that counts as paid; null if nothing told one. */
    validUntil: CalendarDate.nullable(),
    /** The orders that may have paid for that day. If all of them are refunded, it is lost. */
    paidBy: z.array(z.string().max(64)).max(2_000),
    /** Whether it has a licence of its own. If not, its keys are those of another licence, or there never was one. */
    isLicensed: z.boolean(),
    /** Whether the operator had made the other portal refuse its keys, although it is paid. */
    isRefused: z.boolean(),
    state,
    updateUrl: pageUrl,
    cancelUrl: pageUrl,
    /** The receipts that no earlier event of the import contains, and those that have changed since. */
    receipts: z.array(ImportedReceipt).max(2_000),
  });

/** A payment without a subscription. */
export const orderImported = z.object({
  type: z.literal('order_imported'),
  by,
  billableId: z.int().positive().nullable(),
  receipt: ImportedReceipt,
});

/** A licence without a subscription, which the operator of the other portal had made by hand. */
export const licenceImported = z.object({
  type: z.literal('licence_imported'),
  by,
  userId: z.int().positive(),
  /** Paddle's ID of the plan. */
  planId: z.int().positive(),
  startedOn: CalendarDate,
  until: CalendarDate,
  quantity: z.int().positive(),
  isRefused: z.boolean(),
  state,
});
export type LicenceImported = z.infer<typeof licenceImported>;

/** Types of the events that a takeover logs. */
export const importedTypes = ['subscription_imported', 'order_imported', 'licence_imported'] as const;
