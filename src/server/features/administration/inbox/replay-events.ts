/** Applies events again for an administrator. */
import type { Deps } from '#server/deps.ts';
import type { Performed } from '#server/features/administration/audit/audited.ts';
import { type Replayed, replay } from '#server/features/billing/inbox/replay.ts';
import type { ReplayResult } from '#shared/administration/inbox/inbox.ts';

const countedAs: Readonly<Record<Exclude<Replayed['status'], 'no_such_event'>, keyof ReplayResult>> = {
  applied: 'applied',
  waiting: 'waiting',
  failed: 'failed',
  malformed: 'malformed',
  ignored: 'ignored',
  unknown_alert: 'unknown',
};

/** Replays the events and counts what became of them. IDs that no event has are left out. */
export async function replayEvents(
  deps: Parameters<typeof replay>[0],
  ids: readonly number[],
): Promise<Performed<ReplayResult>> {
  const result: ReplayResult = { applied: 0, waiting: 0, failed: 0, malformed: 0, ignored: 0, unknown: 0 };
  const replayed = await replay(deps, [...new Set(ids)]);
  for (const { status } of replayed) if (status !== 'no_such_event') result[countedAs[status]] += 1;
  const { applied, waiting, failed, malformed } = result;
  return {
    result,
    before: { events: ids.map(String) },
    after: { applied, waiting, failed: failed + malformed },
  };
}

/** Returns the stream of an event, by which erasure finds the entry of the audit log; null for several events. */
export async function streamOfOne(
  { listedEvents }: Pick<Deps, 'listedEvents'>,
  ids: readonly number[],
): Promise<string | null> {
  const [id] = ids;
  if (id === undefined || ids.length > 1) return null;
  return (await listedEvents.findById(id))?.stream ?? null;
}
