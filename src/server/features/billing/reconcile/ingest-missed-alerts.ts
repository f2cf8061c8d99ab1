/** Reads Paddle's alert history and ingests the alerts that never arrived. */
import type { Deps } from '#server/deps.ts';
import { findStreams } from '#server/features/billing/streams/find-streams.ts';
import type { Alert } from '#server/platform/paddle/port.ts';

/** Number of alerts ingested at once, so that the inbox can batch them. */
const together = 32;

export interface IngestMissedAlerts {
  since: Date;
  /** If true, missing alerts are reported but not ingested. */
  dryRun: boolean;
  stopped?: AbortSignal | undefined;
  /**
   * Called for each alert missing from the log, with the stream of the subscription that the alert names; null if it
   * names none.
   */
  onLost: (alert: Alert, stream: string | null) => void;
  /** Called for each alert that couldn't be stored. The others are still ingested. */
  onUnstored: (alert: Alert, error: unknown) => void;
  /** Called with an instant once all alerts up to it have been examined and the missing ones stored. */
  onReadThrough?: ((instant: Date) => Promise<void>) | undefined;
}

/**
 * Finds alerts since `since` that the log lacks and ingests them, unless `dryRun` is set. Each batch is stored before
 * the next one is requested. If Paddle delivers such an alert later after all, it is recognized by its ID or digest.
 * Throws the errors of the Paddle client if Paddle fails, and the abort reason once `stopped` is aborted.
 */
export async function ingestMissedAlerts(
  deps: Pick<Deps, 'events' | 'paddle' | 'inbox' | 'subscriptionRefs'>,
  { since, dryRun, stopped, onLost, onUnstored, onReadThrough }: IngestMissedAlerts,
): Promise<void> {
  let isComplete = true;
  for await (const { alerts, readThrough } of deps.paddle.alertHistory(since)) {
    for (let start = 0; start < alerts.length; start += together) {
      stopped?.throwIfAborted();
      const some = alerts.slice(start, start + together);
      const known = await deps.events.knownAmong(some);
      const missing = some.filter((alert) => !known.has(alert));
      const subscriptionIn = ({ about }: Alert) => (about?.kind === 'subscription' ? about : null);
      const { streamOf } = await findStreams(
        deps,
        missing.flatMap((alert) => subscriptionIn(alert) ?? []),
      );
      for (const alert of missing) {
        const ref = subscriptionIn(alert);
        onLost(alert, ref && streamOf(ref));
      }
      if (dryRun) continue;
      await Promise.all(
        missing.map((alert) =>
          deps.inbox.ingest(alert, 'reconciliation').catch((error: unknown) => {
            isComplete = false;
            onUnstored(alert, error);
          }),
        ),
      );
    }
    stopped?.throwIfAborted();
    // Progress is saved only up to the first alert that couldn't be stored, so the next run looks for that alert again.
    if (readThrough && isComplete && !dryRun) await onReadThrough?.(readThrough);
  }
}
