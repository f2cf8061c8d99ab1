/** Reads the event log. */
import { QueryTypes } from 'sequelize';
import { inList, preparedSelect } from '#server/platform/database/prepared-select.ts';
import {
  type EventTable,
  isReadable,
  notReadable,
  type PlainRow,
  plainColumns,
  toEvent,
} from './event-rows.repository.ts';
import type { EventState, LoggedEvent } from './events.ts';

export function findEvents({ db, scope, transaction }: EventTable) {
  return {
    /** Everything ever logged about some streams, oldest first. */
    async listByStreams(streams: readonly string[]): Promise<Map<string, LoggedEvent[]>> {
      const byStream = new Map<string, LoggedEvent[]>(streams.map((stream) => [stream, []]));
      if (streams.length === 0) return byStream;
      const { list, values } = inList(streams);
      const rows = await preparedSelect<PlainRow>(
        db,
        `SELECT ${plainColumns} FROM billing_events WHERE stream IN ${list} ORDER BY stream, occurred_at, id`,
        values,
        transaction,
      );
      for (const row of rows) if (row.stream !== null) byStream.get(row.stream)?.push(toEvent(row));
      return byStream;
    },

    /** Whether something about a stream has come that nobody has applied yet. */
    async hasPending(stream: string): Promise<boolean> {
      const rows = await db.query<{ id: number }>(
        "SELECT id FROM billing_events WHERE stream = :stream AND state = 'pending' LIMIT 1",
        { type: QueryTypes.SELECT, replacements: { stream }, ...scope },
      );
      return rows.length > 0;
    },

    async findByIds(ids: readonly number[]): Promise<LoggedEvent[]> {
      if (ids.length === 0) return [];
      const rows = await db.query<PlainRow>(`SELECT ${plainColumns} FROM billing_events WHERE id IN (:ids)`, {
        type: QueryTypes.SELECT,
        replacements: { ids: [...ids] },
        ...scope,
      });
      return rows.map(toEvent);
    },

    /** The newest first; those below `before`, and only of some states, where told. One that cannot be read says so. */
    async list(filter: {
      states?: readonly EventState[];
      before?: number;
      limit: number;
    }): Promise<LoggedEvent[]> {
      const rows = await db.query<PlainRow>(
        `SELECT ${plainColumns} FROM billing_events
         WHERE ${filter.before ? 'id < :before' : '1 = 1'} ${filter.states ? 'AND state IN (:states)' : ''}
         ORDER BY id DESC LIMIT :limit`,
        { type: QueryTypes.SELECT, replacements: { ...filter }, ...scope },
      );
      return rows.map((row) =>
        !isReadable(row) ? toEvent({ ...row, payload: '{}', error: row.error ?? notReadable }) : toEvent(row),
      );
    },

    /** How many events are in each state. */
    async countByState(): Promise<Partial<Record<EventState, number>>> {
      const rows = await db.query<{ state: EventState; total: number }>(
        'SELECT state, COUNT(*) AS total FROM billing_events GROUP BY state',
        { type: QueryTypes.SELECT, ...scope },
      );
      return Object.fromEntries(rows.map((row) => [row.state, row.total]));
    },

    /** Those of some alerts that the log has, by their id or as an equal payload under another one. */
    async knownAmong<A extends { alertId: string | null; digest: Buffer }>(
      alerts: readonly A[],
    ): Promise<Set<A>> {
      const read = <T extends object>(column: string, values: readonly (string | Buffer)[]) =>
        db.query<T>(`SELECT ${column} AS value FROM billing_events WHERE ${column} IN (:values)`, {
          type: QueryTypes.SELECT,
          replacements: { values: [...values] },
          ...scope,
        });
      const named = alerts.flatMap(({ alertId }) => alertId ?? []);
      const ids = new Set(
        named.length === 0 ? [] : (await read<{ value: string }>('alert_id', named)).map((row) => row.value),
      );
      const known = new Set(alerts.filter(({ alertId }) => alertId !== null && ids.has(alertId)));
      // A digest costs more than an id: it is asked for only where the id says nothing.
      const rest = alerts.filter((alert) => !known.has(alert));
      if (rest.length === 0) return known;
      const hex = new Map(rest.map((alert) => [alert.digest.toString('hex'), alert]));
      const rows = await read<{ value: Buffer }>(
        'payload_digest',
        rest.map((alert) => alert.digest),
      );
      for (const row of rows) {
        const alert = hex.get(row.value.toString('hex'));
        if (alert) known.add(alert);
      }
      return known;
    },

    /** Streams with events that came in that span and wait; the newest first, so that hopeless ones keep none from being asked about. */
    async streamsWaiting(span: { since: Date; until: Date }, limit: number): Promise<string[]> {
      const rows = await db.query<{ stream: string }>(
        `SELECT stream FROM billing_events
         WHERE state = 'waiting' AND stream IS NOT NULL AND received_at BETWEEN :since AND :until
         GROUP BY stream ORDER BY MAX(id) DESC LIMIT :limit`,
        { type: QueryTypes.SELECT, replacements: { ...span, limit }, ...scope },
      );
      return rows.map((row) => row.stream);
    },
  };
}
