/** Deletes a customer's account at their request, once Paddle charges for none of their subscriptions. */

import type { Deps } from '#server/deps.ts';
import { reconcileSubscription } from '#server/features/billing/reconcile/reconcile.ts';
import { certainThrough } from '#server/features/licences/check-licence.ts';
import {
  type ChargedSubscription,
  eraseDataSubject,
} from '#server/features/privacy/erasure/erase-data-subject.ts';
import { PaddleRefusal, PaddleUnavailable } from '#server/platform/paddle/port.ts';
import type { CancelledLicence } from '#shared/privacy/account-deletion.ts';
import { oweAccountDeleted } from './account-deleted-mail.ts';

/** Why Paddle goes on charging. `busy`: it takes a payment at this moment. In either case it may be tried again. */
type NotEnded = { status: 'paddle_unavailable' | 'paddle_busy'; cause: Error };

type DeletedAccount =
  | { status: 'deleted' }
  /** The account is as it was; subscriptions that were ended before Paddle failed stay ended: their licences. */
  | (NotEnded & { cancelled: CancelledLicence[] });

type DeleteDeps = Pick<
  Deps,
  | 'accounts'
  | 'events'
  | 'flags'
  | 'inbox'
  | 'keyVault'
  | 'licences'
  | 'log'
  | 'now'
  | 'paddle'
  | 'paddleCustomers'
  | 'plans'
  | 'receipts'
  | 'streams'
  | 'subscriptionRefs'
  | 'subscriptions'
  | 'transaction'
>;

/** While the first ones end, another may be bought. */
const maxRounds = 3;

/** Ends a subscription at Paddle and has the portal hear of it from Paddle itself. Null when that worked. */
async function endSubscription(deps: DeleteDeps, { ref }: ChargedSubscription): Promise<NotEnded | null> {
  try {
    await deps.paddle.cancelSubscription(ref);
  } catch (cause) {
    if (cause instanceof PaddleRefusal)
      return {
        status: cause.reason === 'invoice_in_progress' ? 'paddle_busy' : 'paddle_unavailable',
        cause,
      };
    if (cause instanceof PaddleUnavailable) return { status: 'paddle_unavailable', cause };
    throw cause;
  }
  // The alert may come late, or never: what Paddle says of the subscription now is written down as found.
  const { problems } = await reconcileSubscription(deps, ref);
  return problems.length === 0
    ? null
    : { status: 'paddle_unavailable', cause: new Error(problems.join('; ')) };
}

/** What was ended at Paddle, as its customer knows it. */
async function licencesOf(
  { licences }: Pick<Deps, 'licences'>,
  ended: ReadonlySet<string>,
): Promise<CancelledLicence[]> {
  const found = await licences.listByStreams([...ended]);
  return [...found.values()].map((licence) => {
    // Until the portal has heard of the cancellation, the licence still seems to have a grace period.
    const worksThrough = certainThrough(licence);
    return { id: licence.id, product: licence.plan.product, quantity: licence.quantity, worksThrough };
  });
}

/**
 * First every running subscription ends at Paddle, one after the other; only when Paddle has said so of all of them is
 * the person taken out of everything, and the mail that says so owed with it. No transaction is open while Paddle is
 * asked, so the account is looked up anew by its id each time: its address may have become somebody else's. May be
 * repeated after a crash at any point: what has ended has ended, and the account goes last.
 */
export async function deleteAccount(deps: DeleteDeps, { id }: { id: number }): Promise<DeletedAccount> {
  let running: readonly ChargedSubscription[] = [];
  /** The streams of the subscriptions that Paddle has ended. */
  const ended = new Set<string>();
  const kept = async (why: NotEnded): Promise<DeletedAccount> => ({
    ...why,
    cancelled: await licencesOf(deps, ended),
  });
  for (let round = 0; round <= maxRounds; round += 1) {
    const erased = await eraseDataSubject(deps, {
      accountId: id,
      reason: 'asked for by the customer',
      also: (bound, account) => oweAccountDeleted(bound, account, { cancelled: ended.size }),
    });
    if (erased.status === 'unknown') return { status: 'deleted' };
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
    for (const { stream } of running) ended.delete(stream);
    if (round === maxRounds) break;
    for (const subscription of running) {
      const problem = await endSubscription(deps, subscription);
      if (problem) return kept(problem);
      ended.add(subscription.stream);
    }
  }
  const cause = new Error(
    `Paddle has ended ${running.map(({ ref }) => ref.id).join(', ')}, and says that they go on`,
  );
  return kept({ status: 'paddle_unavailable', cause });
}

/** Writes down that the account stays. False when it does not: another request of its customer was faster. */
export function recordRefusal(
  deps: Pick<Deps, 'transaction'>,
  { userId, caller }: { userId: number; caller: { ipAddress: string | null; userAgent: string | null } },
): Promise<boolean> {
  return deps.transaction(async ({ accounts, securityEvents }) => {
    if (!(await accounts.lock(userId))) return false;
    await securityEvents.add({
      ...{ userId, kind: 'deletion_refused', detail: 'Paddle', at: new Date() },
      ...caller,
    });
    return true;
  });
}
