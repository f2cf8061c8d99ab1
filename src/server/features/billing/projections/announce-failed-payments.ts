/** E-mails customers about failed payments, once per attempt. */

import type { BoundDeps } from '#server/deps.ts';
import type { PaymentFailed } from '#server/platform/paddle/facts.ts';
import { dayOf } from '#shared/dates.ts';
import { dayMs } from '#shared/durations.ts';
import type { FoldedStream } from './projection-diff.ts';

/**
 * Failed payments older than this, in milliseconds, cause no e-mail, because they come from imports, replays or late
 * alerts.
 */
const newsForMs = 3 * dayMs;

type Told = { eventId: number; occurredAt: Date; fact: PaymentFailed };

const failuresOf = ({ events }: FoldedStream): Told[] =>
  events.flatMap(({ event, meaning }) =>
    meaning.status === 'facts'
      ? meaning.facts.flatMap((fact) =>
          fact.type === 'subscription_payment_failed'
            ? [{ eventId: event.id, occurredAt: event.occurredAt, fact }]
            : [],
        )
      : [],
  );

/** Returns true if the failed attempt is still the latest one. A later payment or attempt supersedes it. */
const isStillSo = ({ projection: { subscription } }: FoldedStream, { fact }: Told): boolean =>
  subscription !== null &&
  subscription.status !== 'deleted' &&
  subscription.failedAttempts === fact.attempt &&
  subscription.nextRetryOn === fact.nextRetryOn;

/**
 * Returns the e-mail's idempotency key. The key includes the day, because the operator can reset Paddle's attempt
 * counter.
 */
const factOf = ({ fact, occurredAt }: Told): string =>
  `payment_failed:${fact.ref.id}:${fact.attempt}:${dayOf(occurredAt)}`;

/**
 * Queues an e-mail for each stream whose latest failed attempt is one of the events just applied (`applied`). Runs in
 * the transaction that applies them.
 */
export async function announceFailedPayments(
  deps: Pick<BoundDeps, 'outbox' | 'now'>,
  folded: readonly FoldedStream[],
  applied: ReadonlySet<number>,
): Promise<void> {
  const now = deps.now();
  const news = folded.flatMap((one) => {
    const latest = failuresOf(one).at(-1);
    const isNew =
      latest !== undefined &&
      applied.has(latest.eventId) &&
      now.getTime() - latest.occurredAt.getTime() <= newsForMs &&
      isStillSo(one, latest);
    return isNew ? [latest] : [];
  });
  await deps.outbox.add(
    news.map((told) => ({
      idempotencyKey: factOf(told),
      template: told.fact.nextRetryOn === null ? 'payment-failed-last' : 'payment-failed',
      ids: { event: told.eventId },
      at: now,
    })),
  );
}
