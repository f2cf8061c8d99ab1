/**
 * The append-only event log, from which all billing state is derived. Only an event's processing state changes, except
 * when personal data is redacted.
 */
import { type Sequelize, type Transaction, UniqueConstraintError } from 'sequelize';
import { isDatabaseUnreachable } from '#server/platform/database/failure-kinds.ts';
import { insertRows } from '#server/platform/database/insert-rows.ts';
import { eventTable, maxErrorLength, writePayload } from './event-rows.repository.ts';
import type { NewEvent } from './events.ts';
import { findEvents } from './find-events.repository.ts';
import { identifiedEvents } from './identified-events.repository.ts';
import { type Identify, identifyLater } from './identifiers.ts';
import { settleEvents } from './settle-events.repository.ts';

/**
 * Result of appending an event. `known` means that the log already has its alert ID, or an equal payload under another
 * ID.
 */
export type Appended = 'appended' | 'known';

export type EventRepository = ReturnType<typeof eventRepository>;

/** `identify` computes the identifiers that are stored with each event. */
export function eventRepository(
  db: Sequelize,
  transaction?: Transaction,
  identify: Identify = identifyLater,
) {
  const table = eventTable(db, identify, transaction);
  const { events, scope } = table;

  const toRow = (event: NewEvent) => ({
    source: event.source,
    type: event.type.slice(0, 64),
    stream: event.stream,
    alertId: event.alertId ?? null,
    payloadDigest: event.digest ?? null,
    payload: writePayload(event.alertId ?? null, event.payload),
    occurredAt: event.occurredAt,
    receivedAt: event.receivedAt,
    state: event.state,
    error: event.error?.slice(0, maxErrorLength) ?? null,
    nextAttemptAt: event.state === 'pending' ? (event.nextAttemptAt ?? event.receivedAt) : null,
    appliedAt: event.state === 'applied' ? event.receivedAt : null,
    ...identify(event),
  });

  async function append(event: NewEvent): Promise<Appended> {
    try {
      await events.create(toRow(event), scope);
      return 'appended';
    } catch (error) {
      if (error instanceof UniqueConstraintError) return 'known';
      throw error;
    }
  }

  async function appendAll(all: readonly NewEvent[]): Promise<Appended[]> {
    try {
      await insertRows(events, all.map(toRow), scope);
      return all.map(() => 'appended');
    } catch (error) {
      if (!(error instanceof UniqueConstraintError)) throw error;
      // A single known event makes the whole statement fail. The events are then appended one at a time, to find out
      // which of them are known.
      const appended: Appended[] = [];
      for (const event of all) appended.push(await append(event));
      return appended;
    }
  }

  return {
    /**
     * Appends an event. Returns `known` if its alert ID, or an equal payload under another ID, is already in the log.
     */
    append,

    /** Appends several events, in one statement if all are new. Returns the results in the same order. */
    appendAll,

    /**
     * Like `appendAll`, but an event that the database refuses doesn't prevent the others from being stored. Throws if
     * the database can't be reached.
     */
    async appendEach(all: readonly NewEvent[]): Promise<(Appended | { refused: unknown })[]> {
      try {
        return await appendAll(all);
      } catch (error) {
        if (isDatabaseUnreachable(error)) throw error;
        if (all.length === 1) return [{ refused: error }];
      }
      const appended: (Appended | { refused: unknown })[] = [];
      for (const event of all) {
        appended.push(
          await append(event).catch((error: unknown) => {
            if (isDatabaseUnreachable(error)) throw error;
            return { refused: error };
          }),
        );
      }
      return appended;
    },

    ...findEvents(table),
    ...settleEvents(table),
    ...identifiedEvents(table),
  };
}
