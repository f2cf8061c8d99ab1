/**
 * The inbox as its callers see it. It has a file of its own because `Deps` names it and `create-inbox` needs `Deps`.
 */
import type { EventSource } from '#server/features/billing/event-log/events.ts';
import type { Alert } from '#server/platform/paddle/port.ts';

/** The outcome of ingesting an alert. It is sent in the response, so its text may appear in Paddle's delivery log. */
export type IngestResult =
  | { result: 'known' }
  | { result: 'stored' }
  | { result: 'ignored'; why: string }
  | { result: 'malformed'; problem: string }
  | { result: 'applied'; licence: 'issued' | 'changed' | 'unchanged' }
  | { result: 'waiting' | 'failed'; problem: string };

export interface Inbox {
  /**
   * Stores the alert in the log, then applies it. Once this resolves, the alert is stored whatever the outcome, and the
   * caller may respond with 200. If applying fails, the event stays pending and the sweep retries it. Rejects only if
   * the alert couldn't be stored.
   */
  ingest(alert: Alert, source?: EventSource): Promise<IngestResult>;
  /** Resolves once every deferred alert has been applied or has failed. Called before the process stops. */
  settled(): Promise<void>;
}
