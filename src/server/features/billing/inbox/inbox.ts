/** Where alerts come in: those that arrive together are stored by one statement and applied by one transaction. */
import type { Deps } from '#server/deps.ts';
import type { Appended } from '#server/features/billing/event-log/event.repository.ts';
import type { EventSource, NewEvent } from '#server/features/billing/event-log/events.ts';
import type { Alert } from '#server/platform/paddle/port.ts';
import { createBatcher } from '#server/platform/scheduling/batcher.ts';
import { createDebouncedGate } from '#server/platform/scheduling/debounced-gate.ts';
import { type ApplyOutcome, applyTogether } from './apply-together.ts';
import { toEvent } from './to-event.ts';

/** What became of an alert, in words that Paddle's delivery log may show. */
export type IngestResult =
  | { result: 'known' }
  | { result: 'stored' }
  | { result: 'ignored'; why: string }
  | { result: 'malformed'; problem: string }
  | { result: 'applied'; licence: 'issued' | 'changed' | 'unchanged' }
  | { result: 'waiting' | 'failed'; problem: string };

export interface Inbox {
  /**
   * The alert is in the log when this resolves, whatever became of it: whoever calls may answer 200. A failure to
   * apply it is not the caller's: the event is still pending, and the sweeper takes it up. Rejects only when it
   * could not be stored.
   */
  ingest(alert: Alert, source?: EventSource): Promise<IngestResult>;
  /** Resolves when everything that was put off has been applied, or could not be: to stop without leaving work behind. */
  settled(): Promise<void>;
}

/** Paddle waits ten seconds for an answer; what is stored need not be applied by then. */
const answerWithinMs = 5_000;

/**
 * While so few are under way, an answer tells what became of its alert. When more come, as after an outage of Paddle's
 * or of ours, first all are kept: they are answered once stored, and applied when the crowd has passed, many together
 * and each stream once. When so many are behind that this would take seconds, answers wait again, and so do callers.
 */
const crowd = { from: 4, tooMany: 4_096 } as const;
const deferred: IngestResult = { result: 'waiting', problem: 'it is stored and will be applied shortly' };

export type InboxDeps = Pick<Deps, 'events' | 'log' | 'now' | 'paddle' | 'redaction' | 'transaction'>;

export function createInbox(deps: InboxDeps): Inbox {
  const incoming = new Map<string, NewEvent>();

  const store = createBatcher<Appended>({
    maxConcurrent: 1,
    async load(keys) {
      const events = keys.flatMap((key) => incoming.get(key) ?? []);
      for (const key of keys) incoming.delete(key);
      const appended = await deps.events.appendAll(await deps.redaction.redactErased(events));
      return new Map(keys.map((key, index) => [key, appended[index] ?? 'appended']));
    },
  });

  // While the database works for one, the next is folded; the versions would keep them apart as well, but later.
  const apply = createBatcher<ApplyOutcome>({
    maxKeys: 128,
    maxConcurrent: 2,
    disjoint: true,
    load: (streams) => applyTogether(deps, streams),
  });
  const lull = createDebouncedGate({ quietMs: 50, maxWaitMs: 3_000, room: crowd.tooMany });
  const underWay = new Set<Promise<IngestResult>>();
  const isOverloaded = () => underWay.size >= crowd.from;

  async function applied({ alertId }: Alert, stream: string, isDeferred: boolean): Promise<IngestResult> {
    if (isDeferred) await lull.pass();
    const outcome = await apply(stream);
    if (!outcome) return deferred;
    if ('error' in outcome) {
      // No fault yet: races and outages mend themselves, and the sweeper speaks up about what does not.
      deps.log.warn({ err: outcome.error, alertId }, 'an alert is stored but not applied yet');
      await leaveToSweepers(stream);
      return deferred;
    }
    return outcome.applied.status === 'applied'
      ? { result: 'applied', licence: outcome.applied.licence }
      : { result: outcome.applied.status, problem: outcome.applied.reason };
  }

  async function leaveToSweepers(stream: string): Promise<void> {
    try {
      await deps.events.release(stream, deps.now());
    } catch (error) {
      deps.log.warn({ err: error, stream }, 'what is not applied yet is taken up when its time has come');
    }
  }

  function applyAside(alert: Alert, stream: string, isDeferred: boolean): Promise<IngestResult> {
    const work = applied(alert, stream, isDeferred).finally(() => underWay.delete(work));
    underWay.add(work);
    return work;
  }

  return {
    async ingest(alert, source = 'paddle_alert') {
      const { event, meaning } = toEvent(deps, alert, source);
      const key = `${alert.alertId} ${alert.digest.toString('hex')}`;
      incoming.set(key, event);
      if ((await store(key)) === 'known') return { result: 'known' };
      if (meaning.status === 'malformed') return { result: 'malformed', problem: meaning.problem };
      if (meaning.status === 'ignored') return { result: 'ignored', why: meaning.why };
      if (meaning.status === 'unknown' || event.stream === null) return { result: 'stored' };
      // Whoever reads Paddle's history comes with many at once, and goes on from what became of them.
      const isDeferred = source === 'paddle_alert' && isOverloaded();
      const work = applyAside(alert, event.stream, isDeferred);
      if (isDeferred && underWay.size < crowd.tooMany) return deferred;
      return (await within(answerWithinMs, work)) ?? deferred;
    },
    async settled() {
      while (underWay.size > 0) {
        lull.end();
        await Promise.all(underWay);
      }
    },
  };
}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, milliseconds, undefined);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
