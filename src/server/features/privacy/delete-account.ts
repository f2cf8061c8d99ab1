/** Deletes a customer's account at their own wish, once Paddle charges for nothing of theirs any more. */
import type { AccountView } from '#shared/accounts.ts';
import type { Deps } from '../../deps.ts';
import { invoiceInProgress, PaddleRefusal, PaddleUnavailable } from '../../platform/paddle/port.ts';
import { eraseBuyer } from '../billing/erase-buyer.ts';
import { reconcileSubscription } from '../billing/reconcile/reconcile.ts';
import { oweAccountDeleted } from './account-deleted-mail.ts';

/** Why Paddle goes on charging. `busy`: it takes a payment at this moment. In either case it may be tried again. */
type NotEnded = { status: 'paddle_unavailable' | 'paddle_busy'; cause: Error };

type DeletedAccount =
  | { status: 'deleted' }
  /** The account is as it was; subscriptions that were ended before Paddle failed stay ended. */
  | NotEnded;

type DeleteDeps = Pick<
  Deps,
  | 'accounts'
  | 'events'
  | 'flags'
  | 'inbox'
  | 'licences'
  | 'log'
  | 'now'
  | 'paddle'
  | 'paddleCustomers'
  | 'plans'
  | 'receipts'
  | 'subjects'
  | 'subscriptions'
  | 'transaction'
>;

/** While the first ones end, another may be bought. */
const mostRounds = 3;

/** Ends a subscription at Paddle and has the portal hear of it from Paddle itself. Null when that worked. */
async function endSubscription(deps: DeleteDeps, subscriptionId: number): Promise<NotEnded | null> {
  try {
    await deps.paddle.cancelSubscription(subscriptionId);
  } catch (cause) {
    if (cause instanceof PaddleRefusal)
      return {
        status: cause.paddleCode === invoiceInProgress ? 'paddle_busy' : 'paddle_unavailable',
        cause,
      };
    if (cause instanceof PaddleUnavailable) return { status: 'paddle_unavailable', cause };
    throw cause;
  }
  // The alert may come late, or never: what Paddle says of the subscription now is written down as found.
  const { problems } = await reconcileSubscription(deps, subscriptionId);
  return problems.length === 0
    ? null
    : { status: 'paddle_unavailable', cause: new Error(problems.join('; ')) };
}

/**
 * First every running subscription ends at Paddle, one after the other; only when Paddle has said so of all of them is
 * the person taken out of everything, and the mail that says so owed with it. No transaction is open while Paddle is
 * asked. May be repeated after a crash at any point: what has ended has ended, and the account goes last.
 */
export async function deleteAccount(
  deps: DeleteDeps,
  account: Pick<AccountView, 'id' | 'name' | 'email' | 'locale'>,
): Promise<DeletedAccount> {
  let running: readonly number[] = [];
  for (let round = 0; round <= mostRounds; round += 1) {
    const erased = await eraseBuyer(deps, {
      email: account.email,
      reason: 'asked for by the customer',
      also: (bound) => oweAccountDeleted(bound, account),
    });
    if (erased.status === 'unknown_email') return { status: 'deleted' };
    if (erased.status === 'erased') {
      const { accountId, events, kept, unreadable, unfolded } = erased;
      const isToBeLookedAt = unreadable.length + unfolded.length > 0;
      deps.log[isToBeLookedAt ? 'warn' : 'info'](
        { accountId, events, kept, unreadable, unfolded },
        'a customer has deleted their account',
      );
      return { status: 'deleted' };
    }
    running = erased.subscriptions;
    if (round === mostRounds) break;
    for (const subscriptionId of running) {
      const problem = await endSubscription(deps, subscriptionId);
      if (problem) return problem;
    }
  }
  const cause = new Error(`Paddle has ended ${running.join(', ')}, and says that they go on`);
  return { status: 'paddle_unavailable', cause };
}
