/** Reads the stored change of a customer who continues an ended subscription. */
import { z } from 'zod';
import { SubscriptionRef } from '#server/features/billing/fold/internal-events.ts';
import { KeepPayment } from '#shared/billing/keep.ts';
import { CalendarDate, dayOf } from '#shared/dates.ts';
import type { KeepIntent } from './keep-rules.ts';

/** What is stored of a wish to continue a subscription, besides plan and quantity. */
export const KeepWish = z.object({
  payment: KeepPayment,
  /** Last day already paid for; null if no later day than that of the link was. */
  paidThrough: CalendarDate.nullable(),
  /** The subscription that had ended. */
  ended: SubscriptionRef,
});
type KeepWish = z.infer<typeof KeepWish>;

/** A stored change, as far as it matters here. */
interface StoredKeep {
  kind: string;
  userId: number;
  state: 'asked' | 'unknown' | 'confirmed' | 'refused';
  refusal: string | null;
  expiresAt: Date | null;
  wanted: {
    paddlePlanId?: number | undefined;
    quantity?: number | undefined;
    keep?: KeepWish | undefined;
  };
}

/**
 * How an intent is closed whose link has expired. A purchase that was made in time still counts, because its alert may
 * arrive days later.
 */
export const linkExpired = 'keep_link_expired';

function stateOf({ state, refusal }: Pick<StoredKeep, 'state' | 'refusal'>): KeepIntent['state'] {
  if (state === 'confirmed') return 'used';
  return state === 'asked' || refusal === linkExpired ? 'open' : 'closed';
}

/** Returns null if the change isn't an intent to continue a subscription. */
export function intentOf(change: StoredKeep): KeepIntent | null {
  const { kind, userId, wanted, expiresAt } = change;
  const { keep, paddlePlanId, quantity } = wanted;
  if (kind !== 'keep' || !keep || paddlePlanId === undefined || quantity === undefined) return null;
  if (!expiresAt) return null;
  return {
    ...{ userId, paddlePlanId, quantity, payment: keep.payment, paidThrough: keep.paidThrough },
    ended: keep.ended,
    linkExpiresOn: dayOf(new Date(expiresAt.getTime() - 1)),
    state: stateOf(change),
  };
}
