/** What becomes of events that are to be applied, and whose turn it is. */
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

/** What became of an event that was not applied. */
export interface Settlement {
  id: number;
  state: Exclude<EventState, 'applied'>;
  error?: string;
  nextAttemptAt?: Date;
}

const Id = z.object({ id: column.number });

export function settleEvents({ db, events, scope, transaction }: EventTable) {
  return {
    /** Writes down what became of some events. */
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

    /** Writes down what became of events that were not applied, of each by itself. */
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
            // No event has the id 0: a list must not be empty.
            values: [[0, ...ids.filter((id) => mayNotUndo.has(id))]],
          }),
          transaction,
        },
      );
    },

    /** Says what events are about, now that they can be read. */
    async assignStreams(placed: readonly { id: number; stream: string }[]): Promise<void> {
      await updateRows(
        db,
        { table: 'billing_events', key: 'id', columns: ['stream'] },
        placed.map(({ id, stream }) => ({ key: id, values: [stream] })),
        { transaction },
      );
    },

    /** Leaves what is pending about a stream to any sweeper at once: whoever stored it could not apply it. */
    async release(stream: string, now: Date): Promise<void> {
      await events.update(
        { nextAttemptAt: now },
        { where: { stream, state: 'pending', nextAttemptAt: { [Op.gt]: now } }, ...scope },
      );
    },

    /** Makes failed events that are tried again by themselves due now: what they wanted may be there. */
    async retryFailed(now: Date): Promise<void> {
      await events.update(
        { nextAttemptAt: now },
        { where: { state: 'failed', nextAttemptAt: { [Op.gt]: now } }, ...scope },
      );
    },

    /**
     * Takes up to `limit` events whose time has come: the conditional update decides who gets an event, and its
     * next attempt is put off until `leaseUntil` should this process die. No two processes may use the same
     * instant for that.
     */
    async claimDue(now: Date, leaseUntil: Date, limit: number): Promise<LoggedEvent[]> {
      // Each state by itself: the index has each in the order of its times, and only for several would it have to sort.
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
        // A person has to look: it would keep all the others that are due from being taken up.
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
        // Another process is at it too; whose lease an event carries says whose it is.
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
