/** Writes down a decision or a finding, and applies it: both or neither. */
import type { BoundDeps, Deps } from '../../../deps.ts';
import type { EventSource, NewEvent } from '../event-log/events.ts';
import type { OwnEvent } from '../fold/own-events.ts';
import { forgetErased } from '../forget-erased.ts';
import { type Applied, applyInside } from './apply-subjects.ts';

export interface RecordEvent {
  subject: string;
  source: EventSource;
  event: OwnEvent;
  /** When it was decided, or was so; now when left out. */
  at?: Date;
  /** More that belongs to it, in the same transaction, after the event is applied. */
  also?: (bound: BoundDeps) => Promise<void>;
}

/** What became of the subject. Run again when it loses a race, so `also` may only touch the database. */
export function recordEvent(
  deps: Pick<Deps, 'transaction'>,
  { subject, source, event, at, also }: RecordEvent,
): Promise<Applied> {
  return deps.transaction(async (bound) => {
    const now = bound.now();
    const { type, ...payload } = event;
    const logged: NewEvent = {
      source,
      type,
      subject,
      payload,
      occurredAt: at ?? now,
      receivedAt: now,
      state: 'pending',
    };
    for (const each of await forgetErased(bound, [logged])) await bound.events.append(each);
    const outcome = (await applyInside(bound, [subject])).get(subject);
    await also?.(bound);
    return outcome ?? { status: 'applied', licence: 'unchanged', hasEnded: false };
  });
}
