/**
 * Defines the redaction functions that the event log needs. The privacy feature implements them and the wiring injects
 * them, so that billing doesn't depend on privacy.
 */
import type { EventState, NewEvent } from './events.ts';

/** The fields of an event that redaction reads and replaces. */
export interface RedactableEvent {
  type: string;
  payload: Record<string, unknown>;
  state: EventState;
}

export interface RedactOptions {
  /** Keeps the account number from the passthrough, for events that still require action for that account. */
  keepCustomer?: boolean;
}

export interface Redaction {
  /**
   * Returns new events in the form in which to store them. Events about erased people are returned without personal
   * data.
   */
  redactErased(events: readonly NewEvent[]): Promise<NewEvent[]>;
  /** Returns the event without personal data. */
  redactEvent<T extends RedactableEvent>(event: T, options?: RedactOptions): T;
  /**
   * Adds missing identifiers, by which an erasure finds events, and recomputes identifiers made with an older APP_KEY.
   * Processes at most `pages` pages of events and returns the number of events examined.
   */
  fillIdentifiers(options: { pages: number }): Promise<number>;
}
