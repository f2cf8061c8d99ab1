/** To which customer a purchase belongs. */
import type { Deps } from '../../deps.ts';
import type { BuyerHints } from '../../platform/paddle/port.ts';

/**
 * By our passthrough; else by Paddle's user id already known; else by verified e-mail; else nobody's yet: the
 * licence waits for whoever verifies that address. An unverified address proves nothing.
 */
export async function whoseItIs(
  deps: Pick<Deps, 'accounts' | 'subscriptions'>,
  buyer: BuyerHints,
): Promise<{ userId: number; email: string } | null> {
  if (buyer.billableId !== null) {
    const account = await deps.accounts.findById(buyer.billableId);
    if (account) return { userId: account.id, email: account.email };
  }
  if (buyer.paddleUserId !== null) {
    const ownerId = await deps.subscriptions.findOwnerOfPaddleUser(buyer.paddleUserId);
    const account = ownerId === null ? null : await deps.accounts.findById(ownerId);
    if (account) return { userId: account.id, email: account.email };
  }
  if (buyer.email !== null) {
    const account = await deps.accounts.findVerifiedByEmail(buyer.email);
    if (account) return { userId: account.id, email: account.email };
  }
  return null;
}
