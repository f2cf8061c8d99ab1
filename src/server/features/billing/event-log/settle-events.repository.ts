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

/** The outcome of an event that was not applied. */
export interface Settlement {
  id: number;
  state: Exclude<EventState, 'applied'>;
  error?: string;
  nextAttemptAt?: Date;
}

const Id = z.object({ id: column.number });

export function settleEvents({ db, events, scope, transaction }: EventTable) {
  return {
    /** Records one outcome for some events. */
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

    /** Records the outcomes of events that were not applied, each its own. */
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
            // A list must not be empty, and no event has the id 0.
            values: [[0, ...ids.filter((id) => mayNotUndo.has(id))]],
          }),
          transaction,
        },
      );
    },

    /** Sets the streams of events that have become readable. */
    async assignStreams(placed: readonly { id: number; stream: string }[]): Promise<void> {
      await updateRows(
        db,
        { table: 'billing_events', key: 'id', columns: ['stream'] },
        placed.map(({ id, stream }) => ({ key: id, values: [stream] })),
        { transaction },
      );
    },

    /** Makes the pending events of a stream due at once, for any sweeper: the process that stored them could not apply them. */
    async release(stream: string, now: Date): Promise<void> {
      await events.update(
        { nextAttemptAt: now },
        { where: { stream, state: 'pending', nextAttemptAt: { [Op.gt]: now } }, ...scope },
      );
    },

    /** Makes failed events that have another attempt ahead due now: what they were missing may be there. */
    async retryFailed(now: Date): Promise<void> {
      await events.update(
        { nextAttemptAt: now },
        { where: { state: 'failed', nextAttemptAt: { [Op.gt]: now } }, ...scope },
      );
    },

    /**
     * Claims up to `limit` events that are due. The conditional update decides which process gets an event, and postpones
     * its next attempt to `leaseUntil`, in case this process dies. Two processes must not use the same instant.
     */
    async claimDue(now: Date, leaseUntil: Date, limit: number): Promise<LoggedEvent[]> {
      // One query per state, each in the order of the index; several states together would have to be sorted.
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
        // It would be claimed again and again before all others; now the operator has to look at it.
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
        // Another process claims as well; the lease in a row says which process has it.
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
