/** Cancels Paddle subscriptions bought for accounts already deleted here, so that they aren't charged again. */
import type { Deps } from '#server/deps.ts';
import { nextAttempt } from '#server/features/billing/event-log/next-attempt.ts';
import { PaddleRefusal, PaddleUnavailable } from '#server/platform/paddle/errors.ts';

type CancelDeps = Pick<
  Deps,
  'cancellations' | 'log' | 'now' | 'paddle' | 'streams' | 'subscriptionRefs' | 'subscriptions'
>;

const atOnce = 10;
/**
 * Milliseconds for which claimed cancellations belong to this process, longer than Paddle can take for a whole batch.
 */
const leaseMs = 300_000;

/**
 * Cancels the due subscriptions one at a time, outside any transaction. A subscription may be cancelled more than once,
 * for example after a crash, which Paddle accepts. Subscriptions that have an owner by now or have ended are skipped.
 * Failures are retried with backoff.
 */
export async function cancelLatePurchases(deps: CancelDeps): Promise<void> {
  const now = deps.now();
  const due = await deps.cancellations.claimDue(now, new Date(now.getTime() + leaseMs), atOnce);
  if (due.length === 0) return;
  const streams = due.map(({ stream }) => stream);
  const heads = await deps.streams.find(streams);
  const subscriptions = await deps.subscriptions.listByStreams(streams);
  const refs = await deps.subscriptionRefs.currentOf(streams);
  let outage: PaddleUnavailable | null = null;
  for (const { stream, attempts } of due) {
    const ref = refs.get(stream);
    const isOwned = (heads.get(stream)?.userId ?? null) !== null;
    const hasEnded = subscriptions.get(stream)?.status === 'deleted';
    try {
      if (ref && !isOwned && !hasEnded) {
        if (outage) throw outage;
        await deps.paddle.cancelSubscription(ref);
        deps.log.info({ stream }, 'a subscription of a deleted account was cancelled at Paddle');
      }
      await deps.cancellations.settle(stream, deps.now());
    } catch (error) {
      if (!(error instanceof PaddleUnavailable || error instanceof PaddleRefusal)) throw error;
      if (error instanceof PaddleUnavailable) outage = error;
      deps.log.warn(
        { err: error, stream, attempts },
        'a subscription of a deleted account could not be cancelled at Paddle; it will be retried',
      );
      await deps.cancellations.postpone(stream, nextAttempt(deps.now(), attempts - 1), error.message);
    }
  }
}
