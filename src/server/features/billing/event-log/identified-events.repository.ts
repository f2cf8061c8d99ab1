/** Finds events by their identifiers and rewrites them. Used only to erase a person's data. */
import { z } from 'zod';
import { updateRows } from '#server/platform/database/rows/update-rows.ts';
import { column, execute, millisecondsOf, select } from '#server/platform/database/statements.ts';
import { type EventTable, isReadable, PlainRow, plainColumns, toEvent } from './event-rows.repository.ts';
import type { LoggedEvent } from './events.ts';
import type { Identifiers } from './identifiers.ts';

/** Columns by which events can be found. Each has its own index. */
const columnOf = {
  customerId: 'customer_id',
  orderId: 'order_id',
  addressHash: 'address_hash',
  formerAddressHash: 'former_address_hash',
} as const;

export interface NamedBy {
  column: keyof typeof columnOf;
  value: number | string | Buffer;
}

interface Page {
  events: LoggedEvent[];
  /** IDs of events whose payload isn't a JSON object. */
  unreadable: number[];
  /** ID after which the next page starts; null if this is the last page. */
  next: number | null;
}

/** An account named in the passthrough of an alert, with the stream or order that the alert is about. */
export type CustomerNamed = { customerId: number; at: Date } & ({ stream: string } | { orderId: string });

const NamedRow = z.object({ value: column.text, customerId: column.number, at: column.milliseconds });

const EventId = z.object({ id: column.number });
const Total = z.object({ total: column.number });

const identifierColumns = [
  'customer_id',
  'order_id',
  'address_hash',
  'former_address_hash',
  'identified_with',
];

const valuesOf = (found: Identifiers) => [
  found.customerId,
  found.orderId,
  found.addressHash,
  found.formerAddressHash,
  found.identifiedWith,
];

export function identifiedEvents({ db, identify, transaction }: EventTable) {
  const pageOf = (rows: readonly PlainRow[], limit: number): Page => ({
    events: rows.filter(isReadable).map(toEvent),
    unreadable: rows.filter((row) => !isReadable(row)).map(({ id }) => id),
    next: rows.length < limit ? null : (rows.at(-1)?.id ?? null),
  });

  /**
   * Returns the oldest events whose identifiers were computed with this version of APP_KEY. If `version` is null,
   * returns the oldest events without identifiers.
   */
  const unidentified = (version: Buffer | null, limit: number) =>
    select(
      db,
      PlainRow,
      `SELECT ${plainColumns} FROM billing_events
       WHERE identified_with ${version === null ? 'IS NULL' : '= ?'} ORDER BY id LIMIT ?`,
      version === null ? [limit] : [version, limit],
      transaction,
    );

  return {
    /** Computes an event's identifiers in the form in which they are stored. */
    identifiersOf: (event: Pick<LoggedEvent, 'type' | 'payload'>): Identifiers => identify(event),

    /** Returns a page of the events with the given identifier, ordered by ID. */
    async listNaming(
      { column: by, value }: NamedBy,
      { after, limit }: { after: number; limit: number },
    ): Promise<Page> {
      const rows = await select(
        db,
        PlainRow,
        `SELECT ${plainColumns} FROM billing_events WHERE ${columnOf[by]} = ? AND id > ? ORDER BY id LIMIT ?`,
        [value, after, limit],
        transaction,
      );
      return pageOf(rows, limit);
    },

    /** Returns the events of the given streams. For events that can't be parsed, returns only the IDs. */
    async listReadable(streams: readonly string[]): Promise<Omit<Page, 'next'>> {
      if (streams.length === 0) return { events: [], unreadable: [] };
      const rows = await select(
        db,
        PlainRow,
        `SELECT ${plainColumns} FROM billing_events WHERE stream IN (?) ORDER BY id`,
        [streams],
        transaction,
      );
      return pageOf(rows, Number.POSITIVE_INFINITY);
    },

    /**
     * Returns the accounts that the passthroughs in the given streams and orders name. For each account, also returns
     * when the last event that names it was received.
     */
    async listCustomersOf({
      streams,
      orderIds,
    }: {
      streams: readonly string[];
      orderIds: readonly string[];
    }): Promise<CustomerNamed[]> {
      const named = async (by: 'stream' | 'order_id', among: readonly string[]) => {
        if (among.length === 0) return [];
        return await select(
          db,
          NamedRow,
          `SELECT ${by} AS value, customer_id AS customerId, ${millisecondsOf('MAX(received_at)')} AS at
           FROM billing_events WHERE ${by} IN (?) AND customer_id IS NOT NULL GROUP BY ${by}, customer_id`,
          [among],
          transaction,
        );
      };
      return [
        ...(await named('stream', streams)).map(({ value: stream, ...rest }) => ({ stream, ...rest })),
        ...(await named('order_id', orderIds)).map(({ value: orderId, ...rest }) => ({ orderId, ...rest })),
      ];
    },

    /**
     * Counts the events whose addresses were hashed with any other version of APP_KEY. If there are none, a few index
     * reads suffice, however long the log is.
     */
    async countUnderOtherVersions(versions: readonly Buffer[]): Promise<number> {
      const where = 'identified_with NOT IN (?)';
      const some = await select(
        db,
        EventId,
        `SELECT id FROM billing_events WHERE ${where} LIMIT 1`,
        [versions],
        transaction,
      );
      if (some.length === 0) return 0;
      const [count] = await select(
        db,
        Total,
        `SELECT COUNT(*) AS total FROM billing_events WHERE ${where}`,
        [versions],
        transaction,
      );
      return count?.total ?? some.length;
    },

    /** Returns true if there are events that an earlier release stored without identifiers. */
    async hasUnidentified(): Promise<boolean> {
      return (await unidentified(null, 1)).length > 0;
    },

    /**
     * Returns up to `limit` events whose identifiers are missing or were computed with one of these versions of
     * APP_KEY.
     */
    async listUnidentified(versions: readonly Buffer[], limit: number): Promise<Omit<Page, 'next'>> {
      for (const version of [null, ...versions]) {
        const rows = await unidentified(version, limit);
        if (rows.length > 0) return pageOf(rows, limit);
      }
      return { events: [], unreadable: [] };
    },

    /** Stores the identifiers of events. Skips an event if another process has rewritten it since it was read. */
    async writeIdentifiers(read: readonly LoggedEvent[]): Promise<void> {
      if (read.length === 0) return;
      const found = read.map((event) => ({ event, values: valuesOf(identify(event)) }));
      const sets = identifierColumns.map(
        (name) => `${name} = CASE id ${read.map(() => 'WHEN ? THEN ?').join(' ')} END`,
      );
      await execute(
        db,
        `UPDATE billing_events SET ${sets.join(', ')}
         WHERE identified_with <=> CASE id ${read.map(() => 'WHEN ? THEN ?').join(' ')} END AND id IN (?)`,
        [
          ...identifierColumns.flatMap((_, index) =>
            found.flatMap(({ event, values }) => [event.id, values[index] ?? null]),
          ),
          ...read.flatMap(({ id, identifiedWith }) => [id, identifiedWith]),
          read.map(({ id }) => id),
        ],
        transaction,
      );
    },

    /** Marks unreadable events, for which no identifiers can be computed, so that they aren't examined again. */
    async giveUpIdentifying(ids: readonly number[], version: Buffer): Promise<void> {
      if (ids.length > 0)
        await execute(
          db,
          'UPDATE billing_events SET identified_with = ? WHERE id IN (?)',
          [version, ids],
          transaction,
        );
    },

    /**
     * Replaces events with their redacted form, the only exception to the rule that the log is append-only. The alert
     * ID and the digest stay, so that an alert that is sent again is still recognized.
     */
    async rewriteAll(rewritten: readonly LoggedEvent[]): Promise<void> {
      await updateRows(
        db,
        { table: 'billing_events', key: 'id', columns: ['payload', ...identifierColumns] },
        rewritten.map((event) => ({
          key: event.id,
          values: [JSON.stringify(event.payload), ...valuesOf(identify(event))],
        })),
        { transaction },
      );
      // The state `ignored` is written; all other states are left to the process that applies the event, which may be
      // doing so at this moment.
      const ignored = rewritten.flatMap(({ id, state }) => (state === 'ignored' ? [id] : []));
      if (ignored.length > 0)
        await execute(
          db,
          "UPDATE billing_events SET state = 'ignored', error = NULL, next_attempt_at = NULL WHERE id IN (?)",
          [ignored],
          transaction,
        );
    },
  };
}
