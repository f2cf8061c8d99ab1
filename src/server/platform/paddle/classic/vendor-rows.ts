/**
 * Converts rows of Paddle's lists to the portal's types. In these rows, IDs are numbers and amounts are floats in major
 * units.
 */
import { z } from 'zod';
import type { PaddlePayment, PaddleSubscription } from '#server/platform/paddle/port.ts';
import { classicRef } from '#server/platform/paddle/reference.ts';
import { CurrencyCode, type Money, parseDecimal } from '#shared/money.ts';
import { Day, Email, nullOnInvalid, PageUrl, Status } from './alert-fields.ts';

export const Id = z
  .union([z.number(), z.string().regex(/^\d{1,16}$/, 'is not an id of Paddle')])
  .transform(Number)
  .pipe(z.int().positive());

const Quantity = z
  .union([z.number(), z.string().regex(/^\d{1,9}$/, 'is not a quantity')])
  .transform(Number)
  .pipe(z.int().positive().max(999_999_999));

/** An amount in major units: a JSON float, sometimes with rounding noise (13.630000000000001), or text. */
export const Amount = z.union([z.number().transform((number) => number.toFixed(6)), z.string()]);

/** Treats empty values as absent: PHP writes an empty list for a missing object. */
export const orAbsent = <T extends z.ZodType>(schema: T) =>
  z
    .preprocess((value) => (isNothing(value) ? null : value), schema.nullable())
    .optional()
    .transform((value) => value ?? null);

const isNothing = (value: unknown): boolean =>
  value === undefined || value === '' || value === false || (Array.isArray(value) && value.length === 0);

function money(context: z.RefinementCtx, text: string, currency: string): Money {
  const amount = parseDecimal(text, currency);
  if (amount && amount.minor >= 0) return amount;
  context.addIssue({ code: 'custom', path: ['amount'], message: 'is not an amount' });
  return z.NEVER;
}

export const DatedAmountRow = z
  .object({ amount: Amount, currency: CurrencyCode, date: Day })
  .transform(({ amount, currency, date }, context) => ({
    amount: money(context, amount, currency),
    on: date,
  }));

/** A row of `subscription/users`. */
export const SubscriptionRow = z
  .object({
    subscription_id: Id,
    plan_id: Id,
    user_id: Id,
    user_email: nullOnInvalid(Email),
    state: Status,
    signup_date: Day,
    /** Only present for plans with seats. */
    quantity: orAbsent(Quantity),
    next_payment: orAbsent(DatedAmountRow),
    last_payment: nullOnInvalid(DatedAmountRow),
    paused_from: orAbsent(Day),
    paused_reason: nullOnInvalid(z.enum(['delinquent', 'voluntary'])),
    update_url: nullOnInvalid(PageUrl),
    cancel_url: nullOnInvalid(PageUrl),
  })
  .transform(
    (row): PaddleSubscription => ({
      ref: classicRef('subscription', row.subscription_id),
      planId: row.plan_id,
      paddleUserId: row.user_id,
      email: row.user_email,
      status: row.state,
      quantity: row.quantity ?? 1,
      signedUpOn: row.signup_date,
      nextPayment: row.next_payment,
      lastPayment: row.last_payment,
      pausedFrom: row.paused_from,
      pausedReason: row.paused_reason,
      updateUrl: row.update_url,
      cancelUrl: row.cancel_url,
    }),
  );

/** A row of `subscription/payments`. `payout_date` is the day of the charge. */
export const PaymentRow = z
  .object({
    id: Id,
    subscription_id: Id,
    amount: Amount,
    currency: CurrencyCode,
    payout_date: Day,
    receipt_url: nullOnInvalid(PageUrl),
  })
  .transform(
    (row, context): PaddlePayment => ({
      paymentId: row.id,
      ref: classicRef('subscription', row.subscription_id),
      amount: money(context, row.amount, row.currency),
      paidOn: row.payout_date,
      receiptUrl: row.receipt_url,
    }),
  );

/**
 * An upcoming payment or a one-off charge, neither of which pays for a period. The request already excludes both; this
 * drops them in case Paddle returns them anyway.
 */
export const Unsettled = z.union([
  z.object({ is_paid: z.literal([0, '0', false]) }),
  z.object({ is_one_off_charge: z.literal([1, '1', true]) }),
]);
