/** Asks Paddle which alerts it has sent, and takes in those that never arrived. */
import type { Deps } from '#server/deps.ts';
import { findStreams } from '#server/features/billing/streams/find-streams.ts';
import type { Alert } from '#server/platform/paddle/port.ts';

/** Taken in together: the inbox stores and applies them by one statement each. */
const together = 32;

export interface IngestMissedAlerts {
  since: Date;
  /** Only tells what is missing. */
  dryRun: boolean;
  stopped?: AbortSignal | undefined;
  /** Told of each alert that the log did not have, and of the stream of its subscription; null where it names none. */
  onLost: (alert: Alert, stream: string | null) => void;
  /** Told of those that could not be stored all the same: they keep no other out. */
  onUnstored: (alert: Alert, error: unknown) => void;
  /** Told when everything up to an instant has been looked at, and everything lost until then was stored. */
  onReadThrough?: ((instant: Date) => Promise<void>) | undefined;
}

/**
 * The alerts since then that the log does not have; taken in unless `dryRun`. Piece by piece: the next one is asked for
 * when the one before is stored. An alert that comes by itself later is recognised by its id. Throws what the port
 * throws when Paddle cannot be asked, and the signal's reason when it is told to stop.
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
    // What could not be stored is looked for again the next time.
    if (readThrough && isComplete && !dryRun) await onReadThrough?.(readThrough);
  }
}
