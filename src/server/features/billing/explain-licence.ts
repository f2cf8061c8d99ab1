/** Why a licence is in the state it is in: everything that ever happened to it, and what each changed. */
import type { Deps } from '#server/deps.ts';
import type { LoggedEvent } from './event-log/events.ts';
import { interleave } from './fold/event-order.ts';
import type { FoldContext } from './fold/fold-stream.ts';
import type { DatedFact } from './fold/projection.ts';
import { orderSubject } from './fold/stream-ids.ts';
import { type TimelineEntry, timelineOf } from './fold/timeline.ts';
import { readEvent } from './inbox/read-event.ts';

export interface Explanation {
  subject: string;
  entries: TimelineEntry[];
  /** Events that say nothing yet: they wait, or cannot be read. */
  untold: LoggedEvent[];
}

type ExplainDeps = Pick<Deps, 'events' | 'receipts' | 'paddle' | 'plans'>;

/** As `explainLicences`, of one subject. */
export async function explainLicence(deps: ExplainDeps, subject: string): Promise<Explanation> {
  const [explanation] = await explainLicences(deps, [subject]);
  return explanation ?? { subject, entries: [], untold: [] };
}

/**
 * The lives of some subjects, each in the order in which it is folded, with what its orders' disputes and refunds raised.
 * Told from the log, so they cannot differ from what the state is folded from. One query for each table, however many.
 */
export async function explainLicences(
  deps: ExplainDeps,
  subjects: readonly string[],
): Promise<Explanation[]> {
  const plans = new Map((await deps.plans.list()).map((plan) => [plan.paddlePlanId, plan]));
  const context: FoldContext = { frequencyOf: (id) => plans.get(id)?.frequency ?? null };
  const told = new Map(subjects.map((subject) => [subject, new Set([subject])]));
  for (const { subject, orderId } of await deps.receipts.listBySubjects(subjects)) {
    if (orderId !== null) told.get(subject)?.add(orderSubject(orderId));
  }
  const logged = await deps.events.listBySubjects([
    ...new Set([...told.values()].flatMap((about) => [...about])),
  ]);
  return subjects.map((subject) => {
    const untold: LoggedEvent[] = [];
    const lives = [...(told.get(subject) ?? [])].map((about) => {
      const facts: DatedFact[] = [];
      for (const event of logged.get(about) ?? []) {
        const meaning = readEvent(deps.paddle, event);
        if (meaning.status === 'fact') facts.push({ occurredAt: event.occurredAt, fact: meaning.fact });
        else untold.push(event);
      }
      return timelineOf(about, facts, context);
    });
    return { subject, entries: interleave(lives, ({ at, fact }) => ({ occurredAt: at, fact })), untold };
  });
}
