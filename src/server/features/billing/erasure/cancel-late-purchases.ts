/** Ends at Paddle what was bought for an account that had been deleted here: nobody is charged on in silence. */
import type { Deps } from '#server/deps.ts';
import { PaddleRefusal, PaddleUnavailable } from '#server/platform/paddle/port.ts';
import { subscriptionIdOf } from '#server/features/billing/fold/stream-ids.ts';
import { nextAttempt } from '#server/features/billing/inbox/next-attempt.ts';

type CancelDeps = Pick<Deps, 'cancellations' | 'log' | 'now' | 'paddle' | 'subjects' | 'subscriptions'>;

const atOnce = 10;
/** Longer than Paddle may take over all of them. */
const leaseMs = 300_000;

/**
 * Asks Paddle about those whose time has come, one after the other and outside of any transaction. At least once each:
 * Paddle takes the same request twice. What somebody owns by now, or what has ended, is left alone. When Paddle fails
 * they are tried again, later each time.
 */
export async function cancelLatePurchases(deps: CancelDeps): Promise<void> {
  const now = deps.now();
  const due = await deps.cancellations.claimDue(now, new Date(now.getTime() + leaseMs), atOnce);
  if (due.length === 0) return;
  const subjects = due.map(({ subject }) => subject);
  const heads = await deps.subjects.find(subjects);
  const subscriptions = await deps.subscriptions.listBySubjects(subjects);
  let outage: PaddleUnavailable | null = null;
  for (const { subject, attempts } of due) {
    const subscriptionId = subscriptionIdOf(subject);
    const isOwned = (heads.get(subject)?.userId ?? null) !== null;
    const hasEnded = subscriptions.get(subject)?.status === 'deleted';
    try {
      if (subscriptionId !== null && !isOwned && !hasEnded) {
        if (outage) throw outage;
        await deps.paddle.cancelSubscription(subscriptionId);
        deps.log.info({ subject }, 'a subscription of a deleted account was cancelled at Paddle');
      }
      await deps.cancellations.settle(subject, deps.now());
    } catch (error) {
      if (!(error instanceof PaddleUnavailable || error instanceof PaddleRefusal)) throw error;
      if (error instanceof PaddleUnavailable) outage = error;
      deps.log.warn(
        { err: error, subject, attempts },
        'a subscription of a deleted account could not be cancelled at Paddle; it is tried again',
      );
      await deps.cancellations.postpone(subject, nextAttempt(deps.now(), attempts - 1), error.message);
    }
  }
}
