/** Applies logged events again, after an operator has fixed the cause of their failure. */
import type { Deps } from '#server/deps.ts';
import { outcomeOfUnread, readEvent } from '#server/features/billing/event-log/read-event.ts';
import { refOf } from '#server/features/billing/fold/projection.ts';
import { findStreams } from '#server/features/billing/streams/find-streams.ts';
import { applyTogether } from './apply-together.ts';

export type Replayed =
  | { id: number; status: 'applied' }
  | { id: number; status: 'waiting' | 'failed' | 'malformed'; reason: string }
  | { id: number; status: 'ignored' | 'unknown_alert' | 'no_such_event' };

/** Replays the events one at a time, each in its own transaction. Safe to repeat. */
export async function replay(
  deps: Pick<Deps, 'events' | 'paddle' | 'subscriptionRefs' | 'transaction' | 'now' | 'log'>,
  ids: readonly number[],
): Promise<Replayed[]> {
  const events = new Map((await deps.events.findByIds(ids)).map((event) => [event.id, event]));
  const replayed: Replayed[] = [];
  for (const id of ids) {
    const event = events.get(id);
    if (!event) {
      replayed.push({ id, status: 'no_such_event' });
      continue;
    }
    const meaning = readEvent(deps.paddle, event);
    if (meaning.status !== 'facts') {
      await deps.events.settleEach([{ id, ...outcomeOfUnread(meaning) }]);
      replayed.push(
        meaning.status === 'malformed'
          ? { id, status: 'malformed', reason: meaning.problem }
          : { id, status: meaning.status === 'ignored' ? 'ignored' : 'unknown_alert' },
      );
      continue;
    }
    const ref = refOf(meaning.facts);
    const stream = ref ? (await findStreams(deps, [ref])).streamOf(ref) : event.stream;
    if (stream === null) throw new Error(`event ${id} has no stream`);
    if (stream !== event.stream) await deps.events.assignStreams([{ id, stream }]);
    const outcome = (await applyTogether(deps, [stream])).get(stream);
    if (outcome === undefined) continue;
    if ('error' in outcome) throw outcome.error;
    const { applied } = outcome;
    replayed.push(
      applied.status === 'applied'
        ? { id, status: 'applied' }
        : { id, status: applied.status, reason: applied.reason },
    );
  }
  return replayed;
}
