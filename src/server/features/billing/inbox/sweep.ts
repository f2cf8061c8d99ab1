/** Applies events that are stored but not applied yet, because of a crash or an outage or because they had to wait. */
import type { Deps } from '#server/deps.ts';
import type { LoggedEvent } from '#server/features/billing/event-log/events.ts';
import { nextAttempt } from '#server/features/billing/event-log/next-attempt.ts';
import { outcomeOfUnread, readEvent } from '#server/features/billing/event-log/read-event.ts';
import type { Settlement } from '#server/features/billing/event-log/settle-events.repository.ts';
import { refOf } from '#server/features/billing/fold/projection.ts';
import { cancelLatePurchases } from '#server/features/billing/late-purchases/cancel-late-purchases.ts';
import { findStreams } from '#server/features/billing/streams/find-streams.ts';
import { minuteMs } from '#shared/durations.ts';
import { applyInBatches } from './apply-together.ts';
import { refoldPlans } from './refold-plans.ts';

const batch = 200;
/**
 * Milliseconds for which claimed events belong to this process, long enough for one batch. If the process dies, another
 * one can claim them afterward.
 */
const leaseMs = minuteMs;

export type SweepDeps = Pick<
  Deps,
  | 'cancellations'
  | 'events'
  | 'log'
  | 'now'
  | 'paddle'
  | 'plans'
  | 'redaction'
  | 'streams'
  | 'subscriptionRefs'
  | 'subscriptions'
  | 'transaction'
>;

/** Number of pages of events that get missing identifiers in one sweep. */
const pagesToFill = 5;

/**
 * Applies due events and streams until none are left, so that a backlog doesn't wait for the next sweep. Then fills in
 * missing identifiers and cancels subscriptions bought for erased accounts. Safe to run in several processes at once.
 * Returns the number of events and streams handled.
 */
export async function sweep(deps: SweepDeps, stopped?: AbortSignal): Promise<number> {
  for (let total = 0; ; ) {
    const { taken, isFull } = await sweepOnce(deps);
    total += taken;
    if (isFull && !stopped?.aborted) continue;
    if (!stopped?.aborted) {
      await deps.redaction.fillIdentifiers({ pages: pagesToFill });
      await cancelLatePurchases(deps);
    }
    return total;
  }
}

async function sweepOnce(deps: SweepDeps): Promise<{ taken: number; isFull: boolean }> {
  const isPlanLeft = await refoldPlans(deps);
  const now = deps.now();
  // The end of the lease identifies the process holding it. The random part makes it unlikely that two processes pick
  // the same one.
  const leaseUntil = new Date(now.getTime() + leaseMs + Math.floor(Math.random() * 30_000));
  const events = await deps.transaction((bound) => bound.events.claimDue(now, leaseUntil, batch));
  const dueStreams = await deps.transaction((bound) => bound.streams.claimDue(now, leaseUntil, batch));
  const byStream = new Map<string, LoggedEvent[]>(dueStreams.map((stream) => [stream, []]));
  const placed = await placeEvents(
    deps,
    events.filter((event) => event.stream === null),
  );
  for (const event of events) {
    const stream = event.stream ?? placed.get(event.id);
    if (stream !== undefined) byStream.set(stream, [...(byStream.get(stream) ?? []), event]);
  }
  for await (const [stream, outcome] of applyInBatches(deps, [...byStream.keys()])) {
    if ('error' in outcome) await postpone(deps, stream, byStream.get(stream) ?? [], outcome.error);
  }
  return {
    taken: events.length + dueStreams.length,
    isFull: isPlanLeft || events.length === batch || dueStreams.length === batch,
  };
}

/**
 * Retries events without a stream. They couldn't be parsed when they arrived, but this release may be able to parse
 * them. Returns the streams of the events that it can parse, by event ID.
 */
async function placeEvents(
  deps: SweepDeps,
  events: readonly LoggedEvent[],
): Promise<ReadonlyMap<number, string>> {
  const placed = new Map<number, string>();
  const others: Settlement[] = [];
  const read = events.map(({ id, ...event }) => {
    const meaning = readEvent(deps.paddle, event);
    return { id, meaning, ref: meaning.status === 'facts' ? refOf(meaning.facts) : null };
  });
  const { streamOf } = await findStreams(
    deps,
    read.flatMap(({ ref }) => ref ?? []),
  );
  for (const { id, meaning, ref } of read) {
    if (ref) placed.set(id, streamOf(ref));
    else others.push({ id, ...outcomeOfUnread(meaning) });
  }
  await deps.events.assignStreams([...placed].map(([id, stream]) => ({ id, stream })));
  await deps.events.settleEach(others);
  return placed;
}

async function postpone(
  deps: SweepDeps,
  stream: string,
  events: readonly LoggedEvent[],
  error: unknown,
): Promise<void> {
  deps.log.error({ err: error, stream }, 'events could not be applied; they will be retried later');
  const at = deps.now();
  const attempts = Math.max(0, ...events.map((event) => event.attempts));
  const nextAttemptAt = nextAttempt(at, attempts);
  await deps.events.settle(
    events.map((event) => event.id),
    {
      state: 'failed',
      error: error instanceof Error ? error.message : 'unknown failure',
      nextAttemptAt,
      at,
    },
  );
  if (events.length === 0) await deps.streams.makeDue([stream], nextAttemptAt);
}
