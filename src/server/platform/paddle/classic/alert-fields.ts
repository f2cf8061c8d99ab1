/** What the fields of an alert may hold: strict where a fact rests on it, generous elsewhere. */
import { z } from 'zod';
import type { BuyerHints } from '#server/platform/paddle/facts.ts';
import { readPassthrough, saysAnother } from '#server/platform/paddle/passthrough.ts';
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

/** "2026-12-23", with or without a time behind it. */
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

/** Streams of the event log are built of it: 64 characters with their prefix. */
export const OrderId = z.string().regex(/^[\x21-\x7e]{1,48}$/, 'is not an order id');
export const CheckoutId = z.string().min(1).max(64);
export const PageUrl = z.url({ protocol: /^https?$/ }).max(2_048);
export const Email = z
  .string()
  .trim()
  .max(254, 'is not an e-mail address')
  .regex(/^[^\s@]+@[^\s@]+$/, 'is not an e-mail address');

/** Free text, cut to what is worth keeping; null when there is none. */
export const Note = z
  .string()
  .transform((text) => text.trim().slice(0, 500) || null)
  .nullable()
  .catch(null);

/** For fields an alert is worth reading without: the simulator fills them with nonsense. */
export const nullOnInvalid = <T extends z.ZodType>(schema: T) => schema.nullable().catch(null);

/** For fields that may be absent or empty, and then mean "none". Anything else in them has to make sense. */
export const optionalField = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' || value === undefined ? null : value), schema.nullable()).optional();

/** The fields that are wrong, without their values. */
export const problemsIn = (error: z.ZodError): string =>
  error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');

export const buyerFields = {
  passthrough: z.unknown().optional(),
  user_id: nullOnInvalid(PaddleId),
  email: nullOnInvalid(Email),
};

/** Who bought, of an object with the `buyerFields`. */
export function buyerOf(fields: {
  passthrough?: unknown;
  user_id: number | null;
  email: string | null;
}): BuyerHints {
  return {
    billableId: readPassthrough(fields.passthrough),
    paddleUserId: fields.user_id,
    email: fields.email,
    ...(saysAnother(fields.passthrough) ? { wantsAnother: true } : {}),
  };
}

/** Amounts stay text until their currency is known. */
export const AmountText = nullOnInvalid(z.string());

/** The first of the texts that is an amount of money, not below zero; null when none is. */
export function moneyIn(currency: string, ...texts: readonly (string | null)[]): Money | null {
  for (const text of texts) {
    const money = text === null ? null : parseDecimal(text, currency);
    if (money && money.minor >= 0) return money;
  }
  return null;
}

/** As `moneyIn`, where a fact rests on it: without an amount the whole alert is malformed, because of `field`. */
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
