/** Claims events that are due and records the outcome. */
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
    /** Records the same outcome for several events. Applied events never become failed or waiting. */
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

    /** Records a separate outcome for each event. Applied events never become failed or waiting. */
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
            // `IN` needs at least one value, and no event has the ID 0.
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

    /**
     * Makes the stream's pending events due immediately, so that any process can apply them. Used if the process that
     * stored them couldn't.
     */
    async release(stream: string, now: Date): Promise<void> {
      await events.update(
        { nextAttemptAt: now },
        { where: { stream, state: 'pending', nextAttemptAt: { [Op.gt]: now } }, ...scope },
      );
    },

    /** Makes failed events with a scheduled retry due now, because what they were missing may exist by now. */
    async retryFailed(now: Date): Promise<void> {
      await events.update(
        { nextAttemptAt: now },
        { where: { state: 'failed', nextAttemptAt: { [Op.gt]: now } }, ...scope },
      );
    },

    /**
     * Claims up to `limit` due events and postpones their next attempt to `leaseUntil`, in case this process dies. If
     * several processes compete, the conditional update decides which one gets an event. Each process must use a
     * different `leaseUntil`, because it identifies the owner.
     */
    async claimDue(now: Date, leaseUntil: Date, limit: number): Promise<LoggedEvent[]> {
      // One query per state, so that each can use the index order. A single query for all states would need a sort.
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
        // Otherwise they would be claimed first by every sweep. An operator has to look into them.
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
        // Another process is claiming events too, and `leaseUntil` shows which rows belong to this one.
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
