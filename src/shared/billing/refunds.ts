/** Schemas for refunds that administrators ask Paddle for. */
import { z } from 'zod';
import { Money } from '#shared/money.ts';
import { ErrorName } from './error-name.ts';

/** What became of a refund. */
export const RefundProgress = z.object({
  /** The ID that the request had. */
  requestId: z.string(),
  orderId: z.string(),
  amount: Money,
  /**
   * - `asked`: the request to Paddle is under way.
   * - `unknown`: Paddle didn't respond, so the refund may have been asked for. It is never asked for again.
   * - `pending`: Paddle reviews the refund and then reports it.
   * - `done`: Paddle has reported the refund, and the receipt shows it.
   * - `refused`: nothing is refunded; `refusal` says why.
   */
  state: z.enum(['asked', 'unknown', 'pending', 'done', 'refused']),
  refusal: ErrorName.nullable(),
  askedAt: z.date(),
  settledAt: z.date().nullable(),
});
export type RefundProgress = z.infer<typeof RefundProgress>;

/** What can be refunded of a payment. */
export const RefundPreview = z.object({
  orderId: z.string(),
  /** What was paid, tax included. */
  paid: Money,
  /** What Paddle has refunded so far, VAT included. */
  refunded: Money,
  /** What can still be refunded, if nothing is open. */
  left: Money,
  /** What will be left once the open refund is done; equal to `left` if none is open. */
  leftAfterOpen: Money,
  /** Why nothing can be refunded at the moment; null if something can. */
  refusal: ErrorName.nullable(),
  /** The refunds that were asked for, newest first. */
  requests: z.array(RefundProgress),
});
export type RefundPreview = z.infer<typeof RefundPreview>;
