/** Explains how a licence got into its state by listing every event and what it changed. */
import type { Deps } from '#server/deps.ts';
import type { LoggedEvent } from './event-log/events.ts';
import { datedFacts, readEvent } from './event-log/read-event.ts';
import { interleave } from './fold/event-order.ts';
import { foldContext, type TimedEvent } from './fold/projection.ts';
import { type TimelineEntry, timelineOf } from './fold/timeline.ts';
import { orderStream } from './streams/stream-names.ts';

export interface Explanation {
  stream: string;
  entries: TimelineEntry[];
  /** Events that can't be folded, because they are malformed, ignored or of an unknown type. */
  untold: LoggedEvent[];
}

type ExplainDeps = Pick<Deps, 'events' | 'receipts' | 'paddle' | 'plans'>;

/** Like `explainLicences`, but for one stream. */
export async function explainLicence(deps: ExplainDeps, stream: string): Promise<Explanation> {
  const [explanation] = await explainLicences(deps, [stream]);
  return explanation ?? { stream, entries: [], untold: [] };
}

/**
 * Returns the history of each stream in fold order, including disputes and refunds of its orders. It is computed from
 * the log, so it can't differ from the folded state. Runs a fixed number of queries, however many streams there are.
 */
export async function explainLicences(deps: ExplainDeps, streams: readonly string[]): Promise<Explanation[]> {
  const context = foldContext(await deps.plans.list());
  const told = new Map(streams.map((stream) => [stream, new Set([stream])]));
  for (const { stream, orderId } of await deps.receipts.listByStreams(streams)) {
    if (orderId !== null) told.get(stream)?.add(orderStream(orderId));
  }
  const logged = await deps.events.listByStreams([
    ...new Set([...told.values()].flatMap((about) => [...about])),
  ]);
  return streams.map((stream) => {
    const untold: LoggedEvent[] = [];
    const lives = [...(told.get(stream) ?? [])].map((about) => {
      const facts: TimedEvent[] = [];
      for (const event of logged.get(about) ?? []) {
        const meaning = readEvent(deps.paddle, event);
        if (meaning.status !== 'facts') untold.push(event);
        facts.push(...datedFacts(event, meaning));
      }
      return timelineOf(about, facts, context);
    });
    return { stream, entries: interleave(lives, ({ at, fact }) => ({ occurredAt: at, fact })), untold };
  });
}
