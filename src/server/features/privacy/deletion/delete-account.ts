/**
 * Deletes a customer's account at their request, but only once Paddle no longer charges for any of their subscriptions.
 */

import type { Deps } from '#server/deps.ts';
import { reconcileSubscription } from '#server/features/billing/reconcile/reconcile.ts';
import { certainThrough } from '#server/features/licences/licence-validity.ts';
import {
  type ChargedSubscription,
  eraseDataSubject,
} from '#server/features/privacy/erasure/erase-data-subject.ts';
import { PaddleRefusal, PaddleUnavailable } from '#server/platform/paddle/errors.ts';
import { AppError } from '#shared/errors.ts';
import type { CancelledLicence } from '#shared/privacy/account-deletion.ts';
import { enqueueAccountDeletedMail } from './account-deleted-mail.ts';

/**
 * Why a subscription couldn't be cancelled. `paddle_busy` means that Paddle is collecting a payment for it (error 146).
 * In both cases the deletion can be retried.
 */
type NotEnded = { status: 'paddle_unavailable' | 'paddle_busy'; cause: Error };

type DeletedAccount =
  | { status: 'deleted' }
  /**
   * The account wasn't deleted. `cancelled` lists the licences whose subscriptions Paddle cancelled before the failure.
   * These stay cancelled.
   */
  | (NotEnded & { cancelled: CancelledLicence[] });

type DeleteDeps = Pick<
  Deps,
  | 'accounts'
  | 'auditLog'
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
  | 'subscriptionChanges'
  | 'subscriptionRefs'
  | 'subscriptions'
  | 'transaction'
>;

/**
 * Maximum number of times the subscriptions are listed and cancelled. More than one is needed because the customer may
 * buy another subscription while the first are being cancelled.
 */
const maxRounds = 3;

/**
 * Cancels a subscription at Paddle and records Paddle's confirmation in the event log. Returns null on success,
 * otherwise the reason for the failure.
 */
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
  // The alert about the cancellation may arrive late or never, so reconciliation appends Paddle's current view of the
  // subscription to the log.
  const { problems } = await reconcileSubscription(deps, ref, { isWaitedFor: true });
  return problems.length === 0
    ? null
    : { status: 'paddle_unavailable', cause: new Error(problems.join('; ')) };
}

/** Returns the licences whose subscriptions were cancelled, in the form in which the customer sees them. */
async function licencesOf(
  { licences }: Pick<Deps, 'licences'>,
  ended: ReadonlySet<string>,
): Promise<CancelledLicence[]> {
  const found = await licences.listByStreams([...ended]);
  return [...found.values()].map((licence) => {
    // This day excludes the grace period, which the licence seems to have until the cancellation has been applied.
    const worksThrough = certainThrough(licence);
    return { id: licence.id, product: licence.plan.product, quantity: licence.quantity, worksThrough };
  });
}

/**
 * Deletes an account. First cancels its running subscriptions at Paddle one at a time. Once Paddle has confirmed them
 * all, erases the customer and queues the confirmation e-mail in one transaction. No transaction stays open during
 * calls to Paddle. Each round therefore loads the account again, by ID, because its address may have passed to another
 * customer since. Safe to repeat after a crash at any point: cancellations are final, and the account is removed last.
 */
export async function deleteAccount(
  deps: DeleteDeps,
  { id, by = 'customer' }: { id: number; by?: 'customer' | 'administrator' },
): Promise<DeletedAccount> {
  let running: readonly ChargedSubscription[] = [];
  /** Streams of the subscriptions that Paddle has ended. */
  const ended = new Set<string>();
  const kept = async (why: NotEnded): Promise<DeletedAccount> => ({
    ...why,
    cancelled: await licencesOf(deps, ended),
  });
  for (let round = 0; round <= maxRounds; round += 1) {
    const erased = await eraseDataSubject(deps, {
      accountId: id,
      reason: by === 'customer' ? 'asked for by the customer' : 'decided by an administrator',
      also: (bound, account) => enqueueAccountDeletedMail(bound, account, { cancelled: ended.size }),
    });
    if (erased.status === 'unknown') return { status: 'deleted' };
    if (erased.status === 'last_administrator')
      throw new AppError('last_administrator', 'no other administrator would be left');
    if (erased.status === 'erased') {
      const { accountId, events, kept, unreadable, unfolded } = erased;
      const isToBeLookedAt = unreadable.length + unfolded.length > 0;
      deps.log[isToBeLookedAt ? 'warn' : 'info'](
        { accountId, events, kept, unreadable, unfolded },
        by === 'customer' ? 'a customer has deleted their account' : 'an administrator has erased a customer',
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
    `Paddle confirmed cancelling ${running.map(({ ref }) => ref.id).join(', ')} but still reports them as active`,
  );
  return kept({ status: 'paddle_unavailable', cause });
}

/**
 * Records in the security log that the account couldn't be deleted. Returns false if the account no longer exists
 * because a parallel request has deleted it.
 */
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
