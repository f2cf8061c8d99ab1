/** Determines which rule a refused change broke. Paddle documents only a few error codes for this. */
import type { VendorPost } from '#server/platform/paddle/classic/read-lists.ts';
import { PaddleRefusal, PaddleUnavailable, type RefusalReason } from '#server/platform/paddle/errors.ts';
import type { SubscriptionChange } from '#server/platform/paddle/port.ts';
import type { PaddleRef } from '#server/platform/paddle/reference.ts';
import { type CurrentSubscription, currentSubscription } from './current-row.ts';

/** Reasons whose error codes are used for several rules, or aren't documented. */
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
 * Returns the refusal. If its error code is ambiguous, replaces its reason with a more precise one, derived from the
 * current state of the subscription. Returns it unchanged if that state explains nothing or can't be fetched.
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
  // An invoice in progress is a sufficient explanation, unless the subscription is past due: that status explains why
  // the invoice is still unpaid.
  if (rule === null || (reason === 'invoice_in_progress' && rule !== 'past_due')) return refusal;
  return new PaddleRefusal(paddleCode, message, rule);
}
