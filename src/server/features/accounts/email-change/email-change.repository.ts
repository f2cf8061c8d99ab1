/** Stores requests to change an account's e-mail address. */
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

/** Changes are kept for a month, because e-mails about them may still have to be sent. */
export const emailChangeRetention: Retention = {
  table: 'email_changes',
  where: 'requested_at < :monthAgo',
  daysAgo: { monthAgo: 30 },
  order: 'requested_at, id',
};

const EmailChange = z.object({
  id: column.number,
  userId: column.number,
  oldEmail: column.text,
  newEmail: column.text,
  requestedAt: column.milliseconds,
  expiresAt: column.milliseconds,
  confirmedAt: column.milliseconds.nullable(),
  stoppedAt: column.milliseconds.nullable(),
});
export type EmailChange = z.output<typeof EmailChange>;

const columns = `id, user_id AS userId, old_email AS oldEmail, new_email AS newEmail,
  ${millisecondsOf('requested_at')} AS requestedAt, ${millisecondsOf('expires_at')} AS expiresAt,
  ${millisecondsOf('confirmed_at')} AS confirmedAt, ${millisecondsOf('stopped_at')} AS stoppedAt`;

export type EmailChangeRepository = ReturnType<typeof emailChangeRepository>;

/** Returns the repository. All times in it are real time, even in the demo. */
export function emailChangeRepository(db: Sequelize, transaction?: Transaction) {
  const find = (rest: string, values: Values): Promise<EmailChange[]> =>
    select(db, EmailChange, `SELECT ${columns} FROM email_changes WHERE ${rest}`, values, transaction);

  const end = async (column: 'stopped_at' | 'confirmed_at', id: number, at: Date): Promise<boolean> => {
    const changed = await execute(
      db,
      `UPDATE email_changes SET ${column} = ?
       WHERE id = ? AND confirmed_at IS NULL AND stopped_at IS NULL AND expires_at > ?`,
      [at, id, at],
      transaction,
    );
    return changed > 0;
  };

  return {
    /** Adds a request and returns its ID. */
    async add(change: Omit<EmailChange, 'id' | 'confirmedAt' | 'stoppedAt'>): Promise<number> {
      const { insertId } = await insert(
        db,
        `INSERT INTO email_changes (user_id, old_email, new_email, requested_at, expires_at)
         VALUES (:userId, :oldEmail, :newEmail, :requestedAt, :expiresAt)`,
        change,
        transaction,
      );
      return insertId;
    },

    async findById(id: number): Promise<EmailChange | null> {
      const [change] = await find('id = :id', { id });
      return change ?? null;
    },

    /** Returns the customer's latest request, or null. */
    async latestOf(userId: number): Promise<EmailChange | null> {
      const [change] = await find('user_id = :userId ORDER BY id DESC LIMIT 1', { userId });
      return change ?? null;
    },

    /** Returns the times of the customer's requests since `since`, oldest first. */
    async requestsSince(userId: number, since: Date): Promise<Date[]> {
      const changes = await find('user_id = :userId AND requested_at > :since ORDER BY id', {
        userId,
        since,
      });
      return changes.map(({ requestedAt }) => requestedAt);
    },

    /**
     * Invalidates a request's link. Returns false if the link was no longer valid. If a confirmation runs at the same
     * time, the first update of the row wins. Comparing times instead wouldn't work, because the confirmation may have
     * read the clock before the stop and written after it.
     */
    stop: (id: number, at: Date): Promise<boolean> => end('stopped_at', id, at),

    /**
     * Marks a request as confirmed. Returns true to exactly one of several concurrent callers, and to none if the
     * request was stopped or has expired.
     */
    confirm: (id: number, at: Date): Promise<boolean> => end('confirmed_at', id, at),
  };
}
