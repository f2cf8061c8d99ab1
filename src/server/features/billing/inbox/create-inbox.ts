/** Ingests alerts. Alerts that arrive together are stored with one statement and applied in one transaction. */
import type { Deps } from '#server/deps.ts';
import type { Alert } from '#server/platform/paddle/port.ts';
import { createBatcher } from '#server/platform/scheduling/batcher.ts';
import { createDebouncedGate } from '#server/platform/scheduling/debounced-gate.ts';
import { type ApplyOutcome, applyTogether } from './apply-together.ts';
import type { Inbox, IngestResult } from './inbox.ts';
import { type Arrived, type Stored, storeEvents } from './store-events.ts';
import { toEvent } from './to-event.ts';

/**
 * Milliseconds after which an alert is acknowledged by default, applied or not. Paddle waits ten seconds for a
 * response; until then the alert must be stored, but it needn't be applied.
 */
const defaultAnswerMs = 5_000;

/**
 * With fewer than `deferThreshold` alerts in progress, each response reports the result of applying its alert. In a
 * burst, such as after an outage, alerts are acknowledged as soon as they are stored. They are applied together when
 * the burst is over, so that each stream is applied only once. Once `maxDeferred` alerts are waiting, responses wait
 * again. That slows the senders down and keeps the backlog to a few seconds (docs/decisions/0019).
 */
const burst = { deferThreshold: 4, maxDeferred: 4_096 } as const;
const deferred: IngestResult = { result: 'waiting', problem: 'it is stored and will be applied shortly' };

export interface InboxOptions {
  /** Milliseconds after which an alert is acknowledged even if it hasn't been applied yet. */
  answerWithinMs?: number | undefined;
}

export type InboxDeps = Pick<
  Deps,
  'events' | 'log' | 'now' | 'paddle' | 'redaction' | 'subscriptionRefs' | 'transaction'
>;

export function createInbox(deps: InboxDeps, { answerWithinMs = defaultAnswerMs }: InboxOptions = {}): Inbox {
  const incoming = new Map<string, Arrived>();

  const store = createBatcher<Stored>({
    maxConcurrent: 1,
    async load(keys) {
      const arrived = keys.flatMap((key) => {
        const one = incoming.get(key);
        incoming.delete(key);
        return one ? [{ key, one }] : [];
      });
      const stored = await storeEvents(
        deps,
        arrived.map(({ one }) => one),
      );
      return new Map(
        arrived.flatMap(({ key }, index) => {
          const outcome = stored[index];
          return outcome ? [[key, outcome]] : [];
        }),
      );
    },
  });

  // Two batches run at a time, so that one can be folded while the database works on the other. They never contain the
  // same stream, so they can't conflict.
  const apply = createBatcher<ApplyOutcome>({
    maxKeys: 128,
    maxConcurrent: 2,
    disjoint: true,
    load: (streams) => applyTogether(deps, streams),
  });
  const burstGate = createDebouncedGate({ quietMs: 50, maxWaitMs: 3_000, maxWaiting: burst.maxDeferred });
  const inProgress = new Set<Promise<IngestResult>>();
  const isOverloaded = () => inProgress.size >= burst.deferThreshold;

  async function applied({ alertId }: Alert, stream: string, isDeferred: boolean): Promise<IngestResult> {
    if (isDeferred) await burstGate.wait();
    const outcome = await apply(stream);
    if (!outcome) return deferred;
    if ('error' in outcome) {
      // This is only a warning, because conflicts and outages usually pass. If this one doesn't, the sweep logs an
      // error.
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
      deps.log.warn(
        { err: error, stream },
        'events that are not applied yet will be retried when they are due',
      );
    }
  }

  function applyAside(alert: Alert, stream: string, isDeferred: boolean): Promise<IngestResult> {
    const work = applied(alert, stream, isDeferred).finally(() => inProgress.delete(work));
    inProgress.add(work);
    return work;
  }

  return {
    async ingest(alert, source = 'paddle_alert') {
      const { arrived, meaning } = toEvent(deps, alert, source);
      const key = `${alert.alertId} ${alert.digest.toString('hex')}`;
      incoming.set(key, arrived);
      const stored = await store(key);
      if (!stored) throw new Error('an alert was not stored');
      const { appended, stream } = stored;
      if (appended === 'known') return { result: 'known' };
      if (meaning.status === 'malformed') return { result: 'malformed', problem: meaning.problem };
      if (meaning.status === 'ignored') return { result: 'ignored', why: meaning.why };
      if (meaning.status === 'unknown' || stream === null) return { result: 'stored' };
      // Alerts from Paddle's history are never deferred, because reconciliation needs each outcome before it continues.
      const isDeferred = source === 'paddle_alert' && isOverloaded();
      const work = applyAside(alert, stream, isDeferred);
      if (isDeferred && inProgress.size < burst.maxDeferred) return deferred;
      return (await within(answerWithinMs, work)) ?? deferred;
    },
    async settled() {
      while (inProgress.size > 0) {
        burstGate.flush();
        await Promise.all(inProgress);
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
