/** Events of the log, as they are stored and as they are read. */

export type EventSource = 'paddle_alert' | 'reconciliation' | 'customer' | 'administrator' | 'system';

/**
 * `pending`: to be applied. `applied`: folded into the state. `waiting`: needs an event that has not come.
 * `failed`: cannot be applied, see `error`. `ignored`: known, and of no concern to licences. `stored`: no rule
 * knows it.
 */
export type EventState = 'pending' | 'applied' | 'waiting' | 'failed' | 'ignored' | 'stored';

export interface NewEvent {
  source: EventSource;
  type: string;
  /** What it is about (fold/streams); null when that cannot be read. */
  stream: string | null;
  payload: Readonly<Record<string, unknown>>;
  occurredAt: Date;
  receivedAt: Date;
  state: EventState;
  error?: string | null;
  alertId?: string | null;
  digest?: Buffer | null;
  /** From when on any sweeper may take up a pending one; at once when left out. Whoever stores it applies it before. */
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
  /** Under which APP_KEY its identifiers were last written down; null: by a release that had none. */
  identifiedWith: Buffer | null;
}
