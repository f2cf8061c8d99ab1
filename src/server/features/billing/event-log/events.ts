/** Types of logged events, as stored and as read. */

export type EventSource = 'paddle_alert' | 'reconciliation' | 'customer' | 'administrator' | 'system';

/**
 * Processing state of an event:
 * - `pending`: waiting to be applied
 * - `applied`: folded into the projections
 * - `waiting`: needs an event that hasn't arrived
 * - `failed`: can't be applied, see `error`
 * - `ignored`: a known type that doesn't concern licences
 * - `stored`: an unknown type
 */
export type EventState = 'pending' | 'applied' | 'waiting' | 'failed' | 'ignored' | 'stored';

export interface NewEvent {
  source: EventSource;
  type: string;
  /** The stream to which the event belongs (streams/stream-names); null if that couldn't be determined. */
  stream: string | null;
  payload: Readonly<Record<string, unknown>>;
  occurredAt: Date;
  receivedAt: Date;
  state: EventState;
  error?: string | null;
  alertId?: string | null;
  digest?: Buffer | null;
  /**
   * When sweeps may pick up a pending event; immediately if omitted. The process that stores the event normally applies
   * it before then.
   */
  nextAttemptAt?: Date;
}

export interface LoggedEvent {
  id: number;
  source: EventSource;
  type: string;
  stream: string | null;
  payload: Readonly<Record<string, unknown>>;
  occurredAt: Date;
  receivedAt: Date;
  state: EventState;
  error: string | null;
  attempts: number;
  /**
   * Version of the APP_KEY with which its identifiers were computed; null if an earlier release stored the event
   * without identifiers.
   */
  identifiedWith: Buffer | null;
}
