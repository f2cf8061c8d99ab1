/** Finds the rule behind a refused change, since Paddle documents few error codes for them. */
import type { VendorPost } from '#server/platform/paddle/classic/read-lists.ts';
import {
  PaddleRefusal,
  PaddleUnavailable,
  type RefusalReason,
  type SubscriptionChange,
} from '#server/platform/paddle/port.ts';
import type { PaddleRef } from '#server/platform/paddle/reference.ts';
import { type CurrentSubscription, currentSubscription } from './current-row.ts';

/** Codes that are used for several rules or aren't documented. */
const ambiguous: ReadonlySet<RefusalReason> = new Set(['other', 'field_missing', 'invoice_in_progress']);

function ruleOf(
  subscription: CurrentSubscription | null,
  { planId, quantity }: SubscriptionChange,
): RefusalReason | null {
  if (!subscription || subscription.status === 'deleted') return 'unknown_subscription';
  const { status, hasSeats } = subscription;
  if (status === 'trialing' || status === 'past_due' || status === 'paused') return status;
  if (hasSeats && planId !== null) return 'per_seat_to_single';
  if (!hasSeats && planId === null && quantity !== null && quantity > 1) return 'plan_without_seats';
  return null;
}

/**
 * Returns the refusal with the reason that follows from the current subscription, if its code doesn't give one. Returns
 * it unchanged if Paddle doesn't answer the question.
 */
export async function explained(
  post: VendorPost,
  ref: PaddleRef,
  change: SubscriptionChange,
  refusal: PaddleRefusal,
): Promise<PaddleRefusal> {
  const { paddleCode, reason, message } = refusal;
  if (!ambiguous.has(reason)) return refusal;
  let rule: RefusalReason | null;
  try {
    rule = ruleOf(await currentSubscription(post, ref), change);
  } catch (error) {
    if (error instanceof PaddleUnavailable || error instanceof PaddleRefusal) return refusal;
    throw error;
  }
  // An invoice in progress says it all, unless the status explains why Paddle is still waiting for money.
  if (rule === null || (reason === 'invoice_in_progress' && rule !== 'past_due')) return refusal;
  return new PaddleRefusal(paddleCode, message, rule);
}
