/** Queues the e-mails to customers about what has just been applied. */

import type { BoundDeps } from '#server/deps.ts';
import { type LoggedFact, newsForMs, newsOf } from './news-of-stream.ts';
import type { FoldedStream, ProjectionDiff } from './projection-diff.ts';

const factsOf = ({ events }: FoldedStream): LoggedFact[] =>
  events.flatMap(({ event, meaning }) =>
    meaning.status === 'facts'
      ? meaning.facts.map((fact) => ({ eventId: event.id, occurredAt: event.occurredAt, fact }))
      : [],
  );

/** Returns the time through which an import has told everything: an alert until then is no news. 0 without one. */
const importedUntil = (facts: readonly LoggedFact[]): number =>
  Math.max(
    0,
    ...facts.flatMap(({ fact, occurredAt }) =>
      fact.type === 'subscription_imported' || fact.type === 'order_imported'
        ? [occurredAt.getTime() + 1]
        : [],
    ),
  );

/**
 * Queues the e-mails caused by the events just applied (`applied`). Runs in the transaction that applies them, so that
 * each e-mail is queued exactly once. Events that had been applied before, as in a rebuild, cause none.
 */
export async function announceNews(
  deps: Pick<BoundDeps, 'outbox' | 'now'>,
  { folded, licences, before }: ProjectionDiff,
  applied: ReadonlySet<number>,
): Promise<void> {
  if (applied.size === 0) return;
  const at = deps.now();
  const oldest = at.getTime() - newsForMs;
  const written = new Map(
    [...licences.issued.map(({ state }) => state), ...licences.changed].map((state) => [state.stream, state]),
  );
  const mails = folded.flatMap((one) => {
    const facts = factsOf(one);
    const since = Math.max(oldest, importedUntil(facts));
    const news = facts.filter(
      ({ eventId, occurredAt }) => applied.has(eventId) && occurredAt.getTime() >= since,
    );
    return newsOf({
      stream: one.stream,
      owner: one.owner,
      isErased: one.isOfErased || one.isForgotten,
      projection: one.projection,
      facts,
      news,
      licenceBefore: before.licences.get(one.stream) ?? null,
      licenceAfter: written.get(one.stream) ?? null,
      subscriptionBefore: before.subscriptions.get(one.stream) ?? null,
    });
  });
  await deps.outbox.add(
    mails.map(({ notBefore = at, ...mail }) => ({
      ...mail,
      at: new Date(Math.max(notBefore.getTime(), at.getTime())),
    })),
  );
}
