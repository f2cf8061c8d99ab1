/** Subscriptions that Paddle is to end because their account was deleted here: each until Paddle has said so. */
import type { Sequelize, Transaction } from 'sequelize';
import { plainChange, plainSelect } from '#server/platform/database/plain-statement.ts';
import { millisecondsOf } from '#server/platform/database/prepared-select.ts';

export interface DueCancellation {
  subject: string;
  /** This one included. */
  attempts: number;
}

const longestError = 500;

export type CancellationRepository = ReturnType<typeof cancellationRepository>;

export function cancellationRepository(db: Sequelize, transaction?: Transaction) {
  return {
    /** Due at once. What is there already stays as it is, unless Paddle said yes before `saidBefore`: then it is asked again. */
    async add(
      subjects: readonly string[],
      { at, saidBefore }: { at: Date; saidBefore: Date },
    ): Promise<void> {
      if (subjects.length === 0) return;
      await plainChange(
        db,
        `INSERT INTO paddle_cancellations (subject, next_attempt_at) VALUES ${subjects.map(() => '(?, ?)').join(', ')}
         ON DUPLICATE KEY UPDATE next_attempt_at = IF(settled_at < ?, VALUES(next_attempt_at), next_attempt_at)`,
        [...subjects.flatMap((subject) => [subject, at]), saidBefore],
        transaction,
      );
    },

    /** Takes those whose time has come: no other process has them until `leaseUntil`. */
    async claimDue(now: Date, leaseUntil: Date, limit: number): Promise<DueCancellation[]> {
      const due = await plainSelect<DueCancellation & { dueAt: number }>(
        db,
        `SELECT subject, attempts, ${millisecondsOf('next_attempt_at')} AS dueAt FROM paddle_cancellations
         WHERE next_attempt_at <= ? ORDER BY next_attempt_at LIMIT ?`,
        [now, limit],
        transaction,
      );
      const claimed: DueCancellation[] = [];
      for (const { subject, attempts, dueAt } of due) {
        const changed = await plainChange(
          db,
          `UPDATE paddle_cancellations SET next_attempt_at = ?, attempts = attempts + 1
           WHERE subject = ? AND next_attempt_at = ?`,
          [leaseUntil, subject, new Date(dueAt)],
          transaction,
        );
        if (changed === 1) claimed.push({ subject, attempts: attempts + 1 });
      }
      return claimed;
    },

    /** There is nothing more to be done. */
    async settle(subject: string, at: Date): Promise<void> {
      await plainChange(
        db,
        'UPDATE paddle_cancellations SET settled_at = ?, next_attempt_at = NULL, last_error = NULL WHERE subject = ?',
        [at, subject],
        transaction,
      );
    },

    /** Tried again then; `error` says what kept Paddle from it. */
    async postpone(subject: string, until: Date, error: string): Promise<void> {
      await plainChange(
        db,
        'UPDATE paddle_cancellations SET next_attempt_at = ?, last_error = ? WHERE subject = ?',
        [until, error.slice(0, longestError), subject],
        transaction,
      );
    },
  };
}
