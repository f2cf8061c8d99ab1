/**
 * Stores the subscriptions that must be cancelled at Paddle because their account was deleted here. A row stays due
 * until Paddle confirms the cancellation.
 */
import type { Sequelize, Transaction } from 'sequelize';
import { z } from 'zod';
import { column, execute, millisecondsOf, select } from '#server/platform/database/statements.ts';

export interface DueCancellation {
  stream: string;
  /** Number of attempts, including the current one. */
  attempts: number;
}

const DueRow = z.object({ stream: column.text, attempts: column.number, dueAt: column.milliseconds });

const maxErrorLength = 500;

export type CancellationRepository = ReturnType<typeof cancellationRepository>;

export function cancellationRepository(db: Sequelize, transaction?: Transaction) {
  return {
    /**
     * Adds cancellations, which are due immediately. Existing rows stay unchanged, except cancellations that Paddle
     * confirmed before `saidBefore`. Those become due again, because the subscription is still running.
     */
    async add(streams: readonly string[], { at, saidBefore }: { at: Date; saidBefore: Date }): Promise<void> {
      if (streams.length === 0) return;
      await execute(
        db,
        `INSERT INTO paddle_cancellations (stream, next_attempt_at) VALUES ${streams.map(() => '(?, ?)').join(', ')}
         ON DUPLICATE KEY UPDATE next_attempt_at = IF(settled_at < ?, VALUES(next_attempt_at), next_attempt_at)`,
        [...streams.flatMap((stream) => [stream, at]), saidBefore],
        transaction,
      );
    },

    /** Claims due cancellations, so that no other process gets them before `leaseUntil`. */
    async claimDue(now: Date, leaseUntil: Date, limit: number): Promise<DueCancellation[]> {
      const due = await select(
        db,
        DueRow,
        `SELECT stream, attempts, ${millisecondsOf('next_attempt_at')} AS dueAt FROM paddle_cancellations
         WHERE next_attempt_at <= ? ORDER BY next_attempt_at LIMIT ?`,
        [now, limit],
        transaction,
      );
      const claimed: DueCancellation[] = [];
      for (const { stream, attempts, dueAt } of due) {
        const changed = await execute(
          db,
          `UPDATE paddle_cancellations SET next_attempt_at = ?, attempts = attempts + 1
           WHERE stream = ? AND next_attempt_at = ?`,
          [leaseUntil, stream, dueAt],
          transaction,
        );
        if (changed === 1) claimed.push({ stream, attempts: attempts + 1 });
      }
      return claimed;
    },

    /** Marks the cancellation as done. */
    async settle(stream: string, at: Date): Promise<void> {
      await execute(
        db,
        'UPDATE paddle_cancellations SET settled_at = ?, next_attempt_at = NULL, last_error = NULL WHERE stream = ?',
        [at, stream],
        transaction,
      );
    },

    /** Schedules the next attempt. `error` is the reason for the failure of the current one. */
    async postpone(stream: string, until: Date, error: string): Promise<void> {
      await execute(
        db,
        'UPDATE paddle_cancellations SET next_attempt_at = ?, last_error = ? WHERE stream = ?',
        [until, error.slice(0, maxErrorLength), stream],
        transaction,
      );
    },
  };
}
