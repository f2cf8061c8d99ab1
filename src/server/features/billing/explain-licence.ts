/** Why a licence is in the state it is in: everything that ever happened to it, and what each changed. */
import type { Deps } from '../../deps.ts';
import type { LoggedEvent } from './event.repository.ts';
import { interleave } from './fold/event-order.ts';
import type { DatedFact } from './fold/projection.ts';
import { orderSubject } from './fold/subjects.ts';
import { type TimelineEntry, timelineOf } from './fold/timeline.ts';
import { readEvent } from './inbox/read-event.ts';

export interface Explanation {
  subject: string;
  entries: TimelineEntry[];
  /** Events that say nothing yet: they wait, or cannot be read. */
  untold: LoggedEvent[];
}

/**
 * The life of a subject in the order in which it is folded, with what its orders' disputes and refunds raised. Told from the log, so it
 * cannot differ from what the state is folded from.
 */
export async function explainLicence(
  deps: Pick<Deps, 'events' | 'receipts' | 'paddle' | 'plans'>,
  subject: string,
): Promise<Explanation> {
  const plans = new Map((await deps.plans.list()).map((plan) => [plan.paddlePlanId, plan]));
  const receipts = await deps.receipts.listBySubjects([subject]);
  const orders = receipts.flatMap(({ orderId }) => (orderId === null ? [] : [orderSubject(orderId)]));
  const subjects = [subject, ...orders.filter((order) => order !== subject)];
  const logged = await deps.events.listBySubjects(subjects);
  const untold: LoggedEvent[] = [];
  const lives: TimelineEntry[][] = [];
  for (const [about, events] of logged) {
    const facts: DatedFact[] = [];
    for (const event of events) {
      const meaning = readEvent(deps.paddle, event);
      if (meaning.status === 'fact') facts.push({ occurredAt: event.occurredAt, fact: meaning.fact });
      else untold.push(event);
    }
    const context = { frequencyOf: (id: number) => plans.get(id)?.frequency ?? null };
    lives.push(timelineOf(about, facts, context));
  }
  const entries = interleave(lives, ({ at, fact }) => ({ occurredAt: at, fact }));
  return { subject, entries, untold };
}
