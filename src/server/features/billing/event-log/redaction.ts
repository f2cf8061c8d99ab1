/**
 * What the event log needs to know about erased people. The privacy feature implements it and the wiring hands it in,
 * so that billing does not depend on privacy.
 */
import type { EventState, NewEvent } from './events.ts';

/** The part of an event that redaction reads and replaces. */
export interface RedactableEvent {
  type: string;
  payload: Record<string, unknown>;
  state: EventState;
}

export interface RedactOptions {
  /** Keeps the account number from the passthrough, where the event still calls for an action on that account. */
  keepCustomer?: boolean;
}

export interface Redaction {
  /** New events as they may be stored: without personal data where they concern an erased person. */
  redactErased(events: readonly NewEvent[]): Promise<NewEvent[]>;
  /** One event without its personal data. */
  redactEvent<T extends RedactableEvent>(event: T, options?: RedactOptions): T;
  /**
   * Writes the identifiers by which an erasure finds events, where an earlier release or an older APP_KEY left them out.
   * At most `pages` pages; resolves to the number of events looked at.
   */
  fillIdentifiers(options: { pages: number }): Promise<number>;
}
