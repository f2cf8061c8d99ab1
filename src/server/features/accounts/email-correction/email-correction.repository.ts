/** Stores the addresses that administrators corrected. */
import type { Sequelize, Transaction } from 'sequelize';
import { z } from 'zod';
import type { Retention } from '#server/platform/database/purge-expired.ts';
import {
  column,
  execute,
  insert,
  millisecondsOf,
  select,
  type Values,
} from '#server/platform/database/statements.ts';

/** Corrections are kept for a month, as changes of an address by its customer are. */
export const emailCorrectionRetention: Retention = {
  table: 'email_corrections',
  where: 'corrected_at < :monthAgo',
  daysAgo: { monthAgo: 30 },
  order: 'corrected_at, id',
};

const EmailCorrection = z.object({
  id: column.number,
  userId: column.number,
  /** The address that the link which stops the correction was sent to. */
  oldEmail: column.text,
  newEmail: column.text,
  /** Whether the old address was confirmed. */
  wasVerified: column.flag,
  correctedAt: column.milliseconds,
  /** Until when the correction can be stopped. */
  expiresAt: column.milliseconds,
  stoppedAt: column.milliseconds.nullable(),
});
export type EmailCorrection = z.output<typeof EmailCorrection>;

const columns = `id, user_id AS userId, old_email AS oldEmail, new_email AS newEmail, was_verified AS wasVerified,
  ${millisecondsOf('corrected_at')} AS correctedAt, ${millisecondsOf('expires_at')} AS expiresAt,
  ${millisecondsOf('stopped_at')} AS stoppedAt`;

export type EmailCorrectionRepository = ReturnType<typeof emailCorrectionRepository>;

/** Returns the repository. All times in it are real time, even in the demo. */
export function emailCorrectionRepository(db: Sequelize, transaction?: Transaction) {
  const find = (rest: string, values: Values): Promise<EmailCorrection[]> =>
    select(
      db,
      EmailCorrection,
      `SELECT ${columns} FROM email_corrections WHERE ${rest}`,
      values,
      transaction,
    );

  return {
    /** Adds a correction and returns its ID. */
    async add(correction: Omit<EmailCorrection, 'id' | 'stoppedAt'>): Promise<number> {
      const { insertId } = await insert(
        db,
        `INSERT INTO email_corrections (user_id, old_email, new_email, was_verified, corrected_at, expires_at)
         VALUES (:userId, :oldEmail, :newEmail, :wasVerified, :correctedAt, :expiresAt)`,
        correction,
        transaction,
      );
      return insertId;
    },

    async findById(id: number): Promise<EmailCorrection | null> {
      const [correction] = await find('id = :id', { id });
      return correction ?? null;
    },

    /** Returns the account's latest correction that wasn't stopped, or null. */
    async latestOf(userId: number): Promise<EmailCorrection | null> {
      const [latest] = await find('user_id = :userId AND stopped_at IS NULL ORDER BY id DESC LIMIT 1', {
        userId,
      });
      return latest ?? null;
    },

    /** Lets a correction be stopped until this time, unless it can be stopped for longer or has been stopped. */
    async extend(id: number, until: Date): Promise<void> {
      await execute(
        db,
        'UPDATE email_corrections SET expires_at = ? WHERE id = ? AND expires_at < ? AND stopped_at IS NULL',
        [until, id, until],
        transaction,
      );
    },

    /**
     * Marks a correction as stopped, together with all later ones and those that are stopped from the same address:
     * their links restore nothing any more. Returns true to exactly one of several concurrent callers, and to none if
     * it has been stopped or can no longer be.
     */
    async stop({ id, userId, oldEmail }: EmailCorrection, at: Date): Promise<boolean> {
      const stopped = await execute(
        db,
        'UPDATE email_corrections SET stopped_at = ? WHERE id = ? AND stopped_at IS NULL AND expires_at > ?',
        [at, id, at],
        transaction,
      );
      if (stopped === 0) return false;
      await execute(
        db,
        `UPDATE email_corrections SET stopped_at = ?
         WHERE user_id = ? AND stopped_at IS NULL AND (id > ? OR old_email = ?)`,
        [at, userId, id, oldEmail],
        transaction,
      );
      return true;
    },
  };
}
