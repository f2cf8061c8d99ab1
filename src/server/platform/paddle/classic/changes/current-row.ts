/** Reads the current state of one subscription at Paddle, in a single call that isn't retried. */
import { z } from 'zod';
import type { VendorPost } from '#server/platform/paddle/classic/read-lists.ts';
import { orAbsent, SubscriptionRow } from '#server/platform/paddle/classic/vendor-rows.ts';
import { PaddleRefusal, PaddleUnavailable } from '#server/platform/paddle/errors.ts';
import type { PaddleSubscription } from '#server/platform/paddle/port.ts';
import type { PaddleRef } from '#server/platform/paddle/reference.ts';

const Rows = z.array(z.unknown());
const RowId = z.object({ subscription_id: z.coerce.string() });

/** Returns the row of `subscription/users`; null if Paddle doesn't know the subscription or it has ended. */
export async function currentRow(post: VendorPost, ref: PaddleRef): Promise<unknown> {
  try {
    const rows = await post('/subscription/users', { subscription_id: ref.id }, Rows);
    return rows.find((row) => RowId.safeParse(row).data?.subscription_id === ref.id) ?? null;
  } catch (error) {
    if (error instanceof PaddleRefusal && error.reason === 'unknown_subscription') return null;
    throw error;
  }
}

/** Paddle gives a quantity only for plans with seats. */
const Quantity = z.object({ quantity: orAbsent(z.unknown()) });

export interface CurrentSubscription extends PaddleSubscription {
  hasSeats: boolean;
}

/**
 * Returns the subscription, or null if Paddle doesn't know it or it has ended. Throws `PaddleUnavailable` if its row is
 * unreadable.
 */
export async function currentSubscription(
  post: VendorPost,
  ref: PaddleRef,
): Promise<CurrentSubscription | null> {
  const row = await currentRow(post, ref);
  if (row === null) return null;
  const subscription = SubscriptionRow.safeParse(row);
  if (!subscription.success) {
    const cause = subscription.error;
    throw new PaddleUnavailable(`subscription/users: subscription ${ref.id} is unreadable`, { cause });
  }
  const hasSeats = (Quantity.safeParse(row).data?.quantity ?? null) !== null;
  return { ...subscription.data, hasSeats };
}
