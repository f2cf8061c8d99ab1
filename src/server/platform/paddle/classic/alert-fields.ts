/** Schemas for the fields of alerts: strict for fields that facts depend on, lenient for the rest. */
import { z } from 'zod';
import type { BuyerHints } from '#server/platform/paddle/facts.ts';
import {
  givenDetails,
  keptIntent,
  readPassthrough,
  saysAnother,
} from '#server/platform/paddle/passthrough.ts';
import { parseDay } from '#shared/dates.ts';
import { type Money, parseDecimal } from '#shared/money.ts';

export const PaddleId = z
  .string()
  .regex(/^[1-9]\d{0,15}$/, 'is not an id of Paddle')
  .transform(Number)
  .pipe(z.int());

export const Quantity = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, 'is not a quantity')
  .transform(Number);

/** A day such as "2026-12-23", optionally followed by a time. */
export const Day = z.string().transform((text, context) => {
  const day = parseDay(text);
  if (day) return day;
  context.addIssue({ code: 'custom', message: 'is not a day' });
  return z.NEVER;
});

export const Status = z.enum(
  ['trialing', 'active', 'past_due', 'paused', 'deleted'],
  'is not a status of a subscription',
);

/**
 * An order id. At most 48 characters, because names of streams in the event log contain it and must not exceed 64
 * characters with their prefix.
 */
export const OrderId = z.string().regex(/^[\x21-\x7e]{1,48}$/, 'is not an order id');
export const CheckoutId = z.string().min(1).max(64);
export const PageUrl = z.url({ protocol: /^https?$/ }).max(2_048);
export const Email = z
  .string()
  .trim()
  .max(254, 'is not an e-mail address')
  .regex(/^[^\s@]+@[^\s@]+$/, 'is not an e-mail address');

/** Free text, cut to 500 characters; null if there is none. */
export const Note = z
  .string()
  .transform((text) => text.trim().slice(0, 500) || null)
  .nullable()
  .catch(null);

/**
 * For fields that an alert can do without. An invalid value becomes null, because Paddle's simulator fills such fields
 * with nonsense.
 */
export const nullOnInvalid = <T extends z.ZodType>(schema: T) => schema.nullable().catch(null);

/** For optional fields. An absent or empty field means that there is no value; any other value must be valid. */
export const optionalField = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' || value === undefined ? null : value), schema.nullable()).optional();

/** Lists the invalid fields without their values. */
export const problemsIn = (error: z.ZodError): string =>
  error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');

export const buyerFields = {
  passthrough: z.unknown().optional(),
  user_id: nullOnInvalid(PaddleId),
  email: nullOnInvalid(Email),
};

/** Returns what the `buyerFields` of an alert say about the buyer. */
export function buyerOf(fields: {
  passthrough?: unknown;
  user_id: number | null;
  email: string | null;
}): BuyerHints {
  const keepIntent = keptIntent(fields.passthrough);
  const billingDetailsId = givenDetails(fields.passthrough);
  return {
    billableId: readPassthrough(fields.passthrough),
    paddleUserId: fields.user_id,
    email: fields.email,
    ...(saysAnother(fields.passthrough) ? { wantsAnother: true } : {}),
    ...(keepIntent === null ? {} : { keepIntent }),
    ...(billingDetailsId === null ? {} : { billingDetailsId }),
  };
}

/** An amount, kept as text until its currency is known. */
export const AmountText = nullOnInvalid(z.string());

/** Parses the first text that is a non-negative amount. Returns null if none is. */
export function moneyIn(currency: string, ...texts: readonly (string | null)[]): Money | null {
  for (const text of texts) {
    const money = text === null ? null : parseDecimal(text, currency);
    if (money && money.minor >= 0) return money;
  }
  return null;
}

/**
 * Like `moneyIn`, but for required amounts: if no text is an amount, the alert is malformed, and the error names
 * `field`.
 */
export function moneyNeeded(
  context: z.RefinementCtx,
  field: string,
  currency: string,
  ...texts: readonly (string | null)[]
): Money {
  const money = moneyIn(currency, ...texts);
  if (money) return money;
  context.addIssue({ code: 'custom', path: [field], message: 'is not an amount' });
  return z.NEVER;
}
