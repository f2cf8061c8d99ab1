/** A payment that failed is told to whoever has to mend it: once for each attempt. */

import type { BoundDeps } from '#server/deps.ts';
import type { PaymentFailed } from '#server/platform/paddle/facts.ts';
import { dayOf } from '#shared/dates.ts';
import type { FoldedStream } from './projection-diff.ts';

/** Older than that it is history: an import, a replay, an alert found late. */
const newsForMs = 3 * 86_400_000;

type Told = { eventId: number; occurredAt: Date; fact: PaymentFailed };

const failuresOf = ({ events }: FoldedStream): Told[] =>
  events.flatMap(({ event, meaning }) =>
    meaning.status === 'fact' && meaning.fact.type === 'subscription_payment_failed'
      ? [{ eventId: event.id, occurredAt: event.occurredAt, fact: meaning.fact }]
      : [],
  );

/** Whether what is known now still says that this very attempt failed: a later payment makes it old news. */
const isStillSo = ({ projection: { subscription } }: FoldedStream, { fact }: Told): boolean =>
  subscription !== null &&
  subscription.status !== 'deleted' &&
  subscription.failedAttempts === fact.attempt &&
  subscription.nextRetryOn === fact.nextRetryOn;

/** Names an attempt for ever; counting begins anew when the seller resets it, on another day. */
const factOf = ({ fact, occurredAt }: Told): string =>
  `payment_failed:${fact.subscriptionId}:${fact.attempt}:${dayOf(occurredAt)}`;

/**
 * Owes a mail for each stream whose newest failed attempt was applied just now, in the same transaction. `applied`:
 * the ids of the events that were.
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
