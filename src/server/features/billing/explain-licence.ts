/** Why a licence is in the state it is in: everything that ever happened to it, and what each changed. */
import type { Deps } from '#server/deps.ts';
import type { LoggedEvent } from './event-log/events.ts';
import { readEvent } from './event-log/read-event.ts';
import { interleave } from './fold/event-order.ts';
import type { FoldContext } from './fold/fold-stream.ts';
import type { TimedEvent } from './fold/projection.ts';
import { type TimelineEntry, timelineOf } from './fold/timeline.ts';
import { orderStream } from './streams/stream-names.ts';

export interface Explanation {
  stream: string;
  entries: TimelineEntry[];
  /** Events that say nothing yet: they wait, or cannot be read. */
  untold: LoggedEvent[];
}

type ExplainDeps = Pick<Deps, 'events' | 'receipts' | 'paddle' | 'plans'>;

/** As `explainLicences`, of one stream. */
export async function explainLicence(deps: ExplainDeps, stream: string): Promise<Explanation> {
  const [explanation] = await explainLicences(deps, [stream]);
  return explanation ?? { stream, entries: [], untold: [] };
}

/**
 * The lives of some streams, each in the order in which it is folded, with what its orders' disputes and refunds raised.
 * Told from the log, so they cannot differ from what the state is folded from. One query for each table, however many.
 */
export async function explainLicences(deps: ExplainDeps, streams: readonly string[]): Promise<Explanation[]> {
  const plans = new Map((await deps.plans.list()).map((plan) => [plan.paddlePlanId, plan]));
  const context: FoldContext = { frequencyOf: (id) => plans.get(id)?.frequency ?? null };
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
        else for (const fact of meaning.facts) facts.push({ occurredAt: event.occurredAt, fact });
      }
      return timelineOf(about, facts, context);
    });
    return { stream, entries: interleave(lives, ({ at, fact }) => ({ occurredAt: at, fact })), untold };
  });
}
