/**
 * Defines what the calls that change or preview a subscription have in common: their options, their form fields, and
 * the smallest amount that Paddle charges.
 */
import type { Logger } from 'pino';
import type { ListedPrice } from '#server/platform/paddle/classic/checkout/prices.ts';
import type { VendorPost } from '#server/platform/paddle/classic/read-lists.ts';
import type { ChangeTerms, PriceQuestion, SubscriptionChange } from '#server/platform/paddle/port.ts';
import type { PaddleRef } from '#server/platform/paddle/reference.ts';
import type { Money } from '#shared/money.ts';

/** Paddle doesn't charge amounts up to this limit, but adds them to the next payment (docs/paddle-classic.md V6). */
export const smallestCharge: Money = { minor: 70, currency: 'USD' };

export interface ChangeOptions {
  post: VendorPost;
  pricesIn: (question: PriceQuestion) => Promise<ListedPrice[]>;
  /** The business clock. It determines how many days of a period are left. */
  now: () => Date;
  log: Logger;
}

/** Formats a flag as 1 or 0, because PHP might treat both `true` and `false` as true. */
export const flag = (value: boolean): string => (value ? '1' : '0');

/** Returns the form fields that a change and its preview have in common. */
export const changeFields = (
  ref: PaddleRef,
  { planId, quantity }: SubscriptionChange,
  { prorate, billNow, keepModifiers }: ChangeTerms,
): Record<string, string> => ({
  subscription_id: ref.id,
  ...(planId === null ? {} : { plan_id: String(planId) }),
  ...(quantity === null ? {} : { quantity: String(quantity) }),
  prorate: flag(prorate),
  bill_immediately: flag(billNow),
  keep_modifiers: flag(keepModifiers),
});
