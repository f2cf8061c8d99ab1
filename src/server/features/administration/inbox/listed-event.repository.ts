/** Reads the events of the log as administrators list them, without their payloads. */
import type { Sequelize, Transaction } from 'sequelize';
import { z } from 'zod';
import type { EventSource, EventState } from '#server/features/billing/event-log/events.ts';
import { column, select, type Values, wordColumn } from '#server/platform/database/statements.ts';
import { type KeysetPlace, readingOrder } from '#server/platform/lists/keyset-page.ts';
import { AlertState } from '#shared/administration/overview.ts';

const EventRow = z.object({
  id: column.number,
  source: wordColumn<EventSource>(),
  type: column.text,
  stream: column.text.nullable(),
  state: wordColumn<EventState>(),
  error: column.text.nullable(),
  attempts: column.number,
  alertId: column.text.nullable(),
  occurredAt: column.instant,
  receivedAt: column.instant,
  nextAttemptAt: column.instant.nullable(),
});
export type EventRow = z.output<typeof EventRow>;

const columns = `e.id, e.source, e.type, e.stream, e.state, e.error, e.attempts, e.alert_id AS alertId,
  e.occurred_at AS occurredAt, e.received_at AS receivedAt, e.next_attempt_at AS nextAttemptAt`;

/** What is listed. All conditions must match. */
export interface EventSelection {
  isFinding?: boolean | undefined;
  type?: string | undefined;
  state?: EventState | undefined;
  /** Lists the events of these streams and those that name this account. */
  customer?: { id: number; streams: readonly string[] } | undefined;
  streams?: readonly string[] | undefined;
}

const Id = z.object({ id: column.number });
const Instant = z.object({ at: column.instant });
const FoundRow = z.object({ isAlert: column.flag, state: wordColumn<EventState>(), total: column.number });
const Count = z.object({ total: column.number });

type NamedValues = Exclude<Values, readonly unknown[]>;

/**
 * Returns the conditions of which any one must match, each of which the database answers by reading an index in the
 * order of the list. A type without a state is looked for in each state. The events of a customer or of a subscription
 * are few and are found by their streams.
 */
function rangesOf({ isFinding, type, state, customer, streams }: EventSelection): string[] {
  if (isFinding) return ["source = 'reconciliation'"];
  const exact = [type === undefined ? null : 'type = :type', state === undefined ? null : 'state = :state']
    .filter((condition) => condition !== null)
    .join(' AND ');
  if (customer !== undefined || streams !== undefined) {
    const both = customer !== undefined && streams !== undefined;
    const named = customer === undefined ? [] : ['customer_id = :customerId'];
    const own =
      customer !== undefined && customer.streams.length > 0 ? ['stream IN (:customersStreams)'] : [];
    const whose = customer === undefined ? ['stream IN (:streams)'] : [...named, ...own];
    return whose.map((each) =>
      [each, ...(both ? ['stream IN (:streams)'] : []), ...(exact === '' ? [] : [exact])].join(' AND '),
    );
  }
  if (type !== undefined && state === undefined)
    return AlertState.options.map((each) => `type = :type AND state = '${each}'`);
  // The IDs from 1 on are a range of the primary key, of which only the end is read.
  return [exact === '' ? 'id > 0' : exact];
}

export type ListedEventRepository = ReturnType<typeof listedEventRepository>;

export function listedEventRepository(db: Sequelize, transaction?: Transaction) {
  return {
    /**
     * Returns events, newest first: the newest ones, or those next to a position. The order is total: that of their IDs
     * or, for findings, of the time at which they were logged and their IDs.
     */
    async list(
      selection: EventSelection,
      { limit, ...place }: KeysetPlace & { limit: number },
    ): Promise<EventRow[]> {
      if (selection.streams?.length === 0) return [];
      const { position, beyond, order: direction, newestFirst } = readingOrder(place);
      const byTime = selection.isFinding === true;
      const order = (table: string) =>
        `${byTime ? `${table}received_at ${direction}, ` : ''}${table}id ${direction}`;
      const where = byTime
        ? `received_at ${beyond}= :at AND (received_at ${beyond} :at OR id ${beyond} :id)`
        : `id ${beyond} :id`;
      const parts = rangesOf(selection).map(
        (range) => `(SELECT id, received_at FROM billing_events
           WHERE ${range} ${position === undefined ? '' : `AND ${where}`} ORDER BY ${order('')} LIMIT :limit)`,
      );
      const rows = await select(
        db,
        EventRow,
        `SELECT ${columns} FROM (
           SELECT ${byTime ? 'id, received_at' : 'DISTINCT id'} FROM (${parts.join(' UNION ALL ')}) found
           ORDER BY ${order('')} LIMIT :limit
         ) page JOIN billing_events e ON e.id = page.id ORDER BY ${order('e.')}`,
        {
          ...{ type: selection.type, state: selection.state, limit },
          ...{ customerId: selection.customer?.id, customersStreams: selection.customer?.streams },
          ...{ streams: selection.streams, at: position?.at, id: position?.id },
        } satisfies NamedValues,
        transaction,
      );
      return newestFirst(rows);
    },

    async findById(id: number): Promise<EventRow | null> {
      const [row] = await select(
        db,
        EventRow,
        `SELECT ${columns} FROM billing_events e WHERE e.id = ?`,
        [id],
        transaction,
      );
      return row ?? null;
    },

    /** Returns the IDs of the failed events of a type, the oldest first. */
    async listFailed(type: string, limit: number): Promise<number[]> {
      const rows = await select(
        db,
        Id,
        "SELECT id FROM billing_events WHERE type = :type AND state = 'failed' ORDER BY id LIMIT :limit",
        { type, limit },
        transaction,
      );
      return rows.map(({ id }) => id);
    },

    /** Returns the number of failed events of a type, but `max` at most. */
    async countFailed(type: string, max: number): Promise<number> {
      const [row] = await select(
        db,
        Count,
        `SELECT COUNT(*) AS total FROM (
           SELECT 1 FROM billing_events WHERE type = :type AND state = 'failed' LIMIT :max) AS counted`,
        { type, max },
        transaction,
      );
      return row?.total ?? 0;
    },

    /** Returns when the last alert that Paddle delivered was received; null if there is none. */
    async lastAlertAt(): Promise<Date | null> {
      const [row] = await select(
        db,
        Instant,
        `SELECT received_at AS at FROM billing_events WHERE source = 'paddle_alert'
         ORDER BY received_at DESC LIMIT 1`,
        [],
        transaction,
      );
      return row?.at ?? null;
    },

    /** Counts what reconciliation logged in the span, by state: alerts and differences. Counts `max` at most. */
    countFindings: ({ from, through }: { from: Date; through: Date }, max: number) =>
      select(
        db,
        FoundRow,
        `SELECT isAlert, state, COUNT(*) AS total FROM (
           SELECT payload_digest IS NOT NULL AS isAlert, state FROM billing_events
           WHERE source = 'reconciliation' AND received_at BETWEEN :from AND :through LIMIT :max) AS counted
         GROUP BY isAlert, state`,
        { from, through, max },
        transaction,
      ),
  };
}
