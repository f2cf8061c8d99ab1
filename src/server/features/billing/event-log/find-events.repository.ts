/** Reads events from the log. */
import { z } from 'zod';
import { column, select, wordColumn } from '#server/platform/database/statements.ts';
import {
  type EventTable,
  isReadable,
  notReadable,
  PlainRow,
  plainColumns,
  toEvent,
} from './event-rows.repository.ts';
import type { EventState, LoggedEvent } from './events.ts';

const Id = z.object({ id: column.number });
const MaybeId = z.object({ id: column.number.nullable() });
const Stream = z.object({ stream: column.text });
const StateCount = z.object({ state: wordColumn<EventState>(), total: column.number });
const AlertId = z.object({ value: column.text });
const Digest = z.object({ value: column.bytes });

export function findEvents({ db, transaction }: EventTable) {
  async function rowsOf(ids: readonly number[]): Promise<PlainRow[]> {
    if (ids.length === 0) return [];
    const sql = `SELECT ${plainColumns} FROM billing_events WHERE id IN (?)`;
    return select(db, PlainRow, sql, [ids], transaction);
  }

  return {
    /** Returns all events of the given streams, oldest first. */
    async listByStreams(streams: readonly string[]): Promise<Map<string, LoggedEvent[]>> {
      const byStream = new Map<string, LoggedEvent[]>(streams.map((stream) => [stream, []]));
      if (streams.length === 0) return byStream;
      const rows = await select(
        db,
        PlainRow,
        `SELECT ${plainColumns} FROM billing_events WHERE stream IN (?) ORDER BY stream, occurred_at, id`,
        [streams],
        transaction,
      );
      for (const row of rows) if (row.stream !== null) byStream.get(row.stream)?.push(toEvent(row));
      return byStream;
    },

    /** Returns the events of these types in the given streams, oldest first. */
    async listByStreamsOfTypes(types: readonly string[], streams: readonly string[]): Promise<LoggedEvent[]> {
      if (types.length === 0 || streams.length === 0) return [];
      const rows = await select(
        db,
        PlainRow,
        `SELECT ${plainColumns} FROM billing_events
         WHERE stream IN (:streams) AND type IN (:types) ORDER BY occurred_at, id`,
        { types, streams },
        transaction,
      );
      return rows.map(toEvent);
    },

    /** Returns whether the stream has events that haven't been applied yet. */
    async hasPending(stream: string): Promise<boolean> {
      const sql = "SELECT id FROM billing_events WHERE stream = ? AND state = 'pending' LIMIT 1";
      const rows = await select(db, Id, sql, [stream], transaction);
      return rows.length > 0;
    },

    async findByIds(ids: readonly number[]): Promise<LoggedEvent[]> {
      return (await rowsOf(ids)).map(toEvent);
    },

    /** Returns the events by ID. An event whose payload can't be parsed is null. */
    async findReadable(ids: readonly number[]): Promise<Map<number, LoggedEvent | null>> {
      return new Map((await rowsOf(ids)).map((row) => [row.id, isReadable(row) ? toEvent(row) : null]));
    },

    /**
     * Lists events, newest first. Optionally returns only those with an ID below `before`, or only those in the given
     * states. If an event's payload can't be parsed, the payload is returned empty and the event's error says so.
     */
    async list(filter: {
      states?: readonly EventState[];
      before?: number;
      limit: number;
    }): Promise<LoggedEvent[]> {
      const rows = await select(
        db,
        PlainRow,
        `SELECT ${plainColumns} FROM billing_events
         WHERE ${filter.before ? 'id < :before' : '1 = 1'} ${filter.states ? 'AND state IN (:states)' : ''}
         ORDER BY id DESC LIMIT :limit`,
        filter,
        transaction,
      );
      return rows.map((row) =>
        !isReadable(row) ? toEvent({ ...row, payload: '{}', error: row.error ?? notReadable }) : toEvent(row),
      );
    },

    /** Returns the ID of the first alert that Paddle has delivered since; null if there is none. */
    async firstDeliveredSince(since: Date): Promise<number | null> {
      const [row] = await select(
        db,
        MaybeId,
        "SELECT MIN(id) AS id FROM billing_events WHERE source = 'paddle_alert' AND received_at >= ?",
        [since],
        transaction,
      );
      return row?.id ?? null;
    },

    /** Returns the alerts that Paddle has delivered since, from the one after the given ID on, by ID. */
    async listDelivered(filter: { since: Date; after: number; limit: number }): Promise<LoggedEvent[]> {
      const rows = await select(
        db,
        PlainRow,
        `SELECT ${plainColumns} FROM billing_events
         WHERE id > :after AND source = 'paddle_alert' AND received_at >= :since ORDER BY id LIMIT :limit`,
        filter,
        transaction,
      );
      return rows.map(toEvent);
    },

    /** Returns the number of events in each state. */
    async countByState(): Promise<Partial<Record<EventState, number>>> {
      const sql = 'SELECT state, COUNT(*) AS total FROM billing_events GROUP BY state';
      const rows = await select(db, StateCount, sql, [], transaction);
      return Object.fromEntries(rows.map((row) => [row.state, row.total]));
    },

    /**
     * Returns those of the alerts that are already in the log, either with the same alert ID or with an equal payload
     * under another ID.
     */
    async knownAmong<A extends { alertId: string | null; digest: Buffer }>(
      alerts: readonly A[],
    ): Promise<Set<A>> {
      const sqlFor = (name: 'alert_id' | 'payload_digest') =>
        `SELECT ${name} AS value FROM billing_events WHERE ${name} IN (?)`;
      const named = alerts.flatMap(({ alertId }) => alertId ?? []);
      const byId =
        named.length === 0 ? [] : await select(db, AlertId, sqlFor('alert_id'), [named], transaction);
      const ids = new Set(byId.map((row) => row.value));
      const known = new Set(alerts.filter(({ alertId }) => alertId !== null && ids.has(alertId)));
      // Computing digests costs more than comparing IDs, so only alerts with an unknown ID are looked up by digest.
      const rest = alerts.filter((alert) => !known.has(alert));
      if (rest.length === 0) return known;
      const hex = new Map(rest.map((alert) => [alert.digest.toString('hex'), alert]));
      const digests = rest.map((alert) => alert.digest);
      const rows = await select(db, Digest, sqlFor('payload_digest'), [digests], transaction);
      for (const row of rows) {
        const alert = hex.get(row.value.toString('hex'));
        if (alert) known.add(alert);
      }
      return known;
    },

    /**
     * Returns streams with waiting events that were received in the given span, newest first. This order keeps old
     * events, whose missing event will probably never arrive, from using up the limit.
     */
    async streamsWaiting(span: { since: Date; until: Date }, limit: number): Promise<string[]> {
      const rows = await select(
        db,
        Stream,
        `SELECT stream FROM billing_events
         WHERE state = 'waiting' AND stream IS NOT NULL AND received_at BETWEEN :since AND :until
         GROUP BY stream ORDER BY MAX(id) DESC LIMIT :limit`,
        { ...span, limit },
        transaction,
      );
      return rows.map((row) => row.stream);
    },
  };
}
