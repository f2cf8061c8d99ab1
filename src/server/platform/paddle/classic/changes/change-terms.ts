/** What the calls for changes share: their tools, their fields, and the smallest amount that is charged. */
import type { Logger } from 'pino';
import type { ListedPrice } from '#server/platform/paddle/classic/checkout/prices.ts';
import type { VendorPost } from '#server/platform/paddle/classic/read-lists.ts';
import type { ChangeTerms, PriceQuestion, SubscriptionChange } from '#server/platform/paddle/port.ts';
import type { PaddleRef } from '#server/platform/paddle/reference.ts';
import type { Money } from '#shared/money.ts';

/** Paddle adds amounts up to this to the next payment (docs/paddle-classic.md V6). */
export const smallestCharge: Money = { minor: 70, currency: 'USD' };

export interface ChangeOptions {
  post: VendorPost;
  pricesIn: (question: PriceQuestion) => Promise<ListedPrice[]>;
  /** The business clock, for the days left of a period. */
  now: () => Date;
  log: Logger;
}

/** `true` and `false` as text might both be true to PHP. */
export const flag = (value: boolean): string => (value ? '1' : '0');

/** Returns the fields shared by a change and its preview. */
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
