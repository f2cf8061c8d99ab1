/** Claims events that are due and records their outcome. */
import { literal, Op } from 'sequelize';
import { z } from 'zod';
import { updateRows } from '#server/platform/database/rows/update-rows.ts';
import { column, execute, select } from '#server/platform/database/statements.ts';
import {
  type EventTable,
  isReadable,
  maxErrorLength,
  notReadable,
  PlainRow,
  plainColumns,
  toEvent,
} from './event-rows.repository.ts';
import type { EventState, LoggedEvent } from './events.ts';

/** The outcome of an event that wasn't applied. */
export interface Settlement {
  id: number;
  state: Exclude<EventState, 'applied'>;
  error?: string;
  nextAttemptAt?: Date;
}

const Id = z.object({ id: column.number });

export function settleEvents({ db, events, scope, transaction }: EventTable) {
  return {
    /** Records the same outcome for several events. Never changes an applied event to failed or waiting. */
    async settle(
      ids: readonly number[],
      outcome: { state: EventState; error?: string; nextAttemptAt?: Date; at: Date },
    ): Promise<void> {
      if (ids.length === 0) return;
      const appliedAt = outcome.state === 'applied' ? outcome.at : null;
      await execute(
        db,
        `UPDATE billing_events SET state = ?, error = ?, next_attempt_at = ?, applied_at = COALESCE(?, applied_at)
         WHERE id IN (?) AND (state <> 'applied' OR ? NOT IN ('failed', 'waiting'))`,
        [
          outcome.state,
          outcome.error?.slice(0, maxErrorLength) ?? null,
          outcome.nextAttemptAt ?? null,
          appliedAt,
          ids,
          outcome.state,
        ],
        transaction,
      );
    },

    /** Records a separate outcome for each event. Never changes an applied event to failed or waiting. */
    async settleEach(settlements: readonly Settlement[]): Promise<void> {
      const mayNotUndo = new Set(
        settlements.flatMap(({ id, state }) => (state === 'failed' || state === 'waiting' ? [id] : [])),
      );
      await updateRows(
        db,
        { table: 'billing_events', key: 'id', columns: ['state', 'error', 'next_attempt_at'] },
        settlements.map(({ id, state, error, nextAttemptAt }) => ({
          key: id,
          values: [state, error?.slice(0, maxErrorLength) ?? null, nextAttemptAt ?? null],
        })),
        {
          only: (ids) => ({
            sql: "(state <> 'applied' OR id NOT IN (?))",
            // The list starts with 0, because `IN` needs at least one value. No event has the ID 0.
            values: [[0, ...ids.filter((id) => mayNotUndo.has(id))]],
          }),
          transaction,
        },
      );
    },

    /** Assigns streams to events that can now be parsed. */
    async assignStreams(placed: readonly { id: number; stream: string }[]): Promise<void> {
      await updateRows(
        db,
        { table: 'billing_events', key: 'id', columns: ['stream'] },
        placed.map(({ id, stream }) => ({ key: id, values: [stream] })),
        { transaction },
      );
    },

    /** Moves all events of a stream to another one. */
    async moveStream({ from, to }: { from: string; to: string }): Promise<void> {
      await events.update({ stream: to }, { where: { stream: from }, ...scope });
    },

    /**
     * Makes the stream's pending events due immediately, so that any process can apply them. Used if the process that
     * stored them couldn't apply them.
     */
    async release(stream: string, now: Date): Promise<void> {
      await events.update(
        { nextAttemptAt: now },
        { where: { stream, state: 'pending', nextAttemptAt: { [Op.gt]: now } }, ...scope },
      );
    },

    /**
     * Makes failed events due immediately if a retry is scheduled for them, because what they were missing may exist
     * now.
     */
    async retryFailed(now: Date): Promise<void> {
      await events.update(
        { nextAttemptAt: now },
        { where: { state: 'failed', nextAttemptAt: { [Op.gt]: now } }, ...scope },
      );
    },

    /**
     * Claims up to `limit` due events. Postpones their next attempt to `leaseUntil`, so that another process can claim
     * them then if this one dies. If several processes compete for an event, the conditional update decides which of
     * them gets it. Each process must use a different `leaseUntil`, because this value identifies the process that
     * holds the event.
     */
    async claimDue(now: Date, leaseUntil: Date, limit: number): Promise<LoggedEvent[]> {
      // Each state has its own query, so that the query can use the order of the index. A single query for all states
      // would need a sort.
      const dueIn = (state: EventState) => `(SELECT id, next_attempt_at FROM billing_events
         WHERE state = '${state}' AND next_attempt_at <= :now ORDER BY next_attempt_at, id LIMIT :limit)`;
      const ids = (
        await select(
          db,
          Id,
          `${(['pending', 'waiting', 'failed'] as const).map(dueIn).join(' UNION ALL ')}
           ORDER BY next_attempt_at, id LIMIT :limit`,
          { now, limit },
          transaction,
        )
      ).map(({ id }) => id);
      if (ids.length === 0) return [];
      let due = await select(
        db,
        PlainRow,
        `SELECT ${plainColumns} FROM billing_events WHERE id IN (?) ORDER BY next_attempt_at, id`,
        [ids],
        transaction,
      );
      const unreadable = due.filter((row) => !isReadable(row));
      if (unreadable.length > 0) {
        // Events that can't be parsed are marked as failed. Otherwise every sweep would claim them first. An operator
        // has to look into them.
        await events.update(
          { state: 'failed', error: notReadable, nextAttemptAt: null },
          { where: { id: unreadable.map((row) => row.id) }, ...scope },
        );
        due = due.filter((row) => !unreadable.includes(row));
      }
      if (due.length === 0) return [];
      const [changed] = await events.update(
        { nextAttemptAt: leaseUntil, attempts: literal('attempts + 1') },
        { where: { id: due.map((row) => row.id), nextAttemptAt: { [Op.lte]: now } }, ...scope },
      );
      let claimed = due;
      if (changed !== due.length) {
        // Other processes may be claiming events at the same time. `leaseUntil` shows which rows belong to this
        // process.
        const leased = await events.findAll({
          attributes: ['id'],
          where: { id: due.map((row) => row.id), nextAttemptAt: leaseUntil },
          ...scope,
        });
        const mine = new Set(leased.map((row) => row.id));
        claimed = due.filter((row) => mine.has(row.id));
      }
      return claimed.map((row) => ({ ...toEvent(row), attempts: row.attempts + 1 }));
    },
  };
}
