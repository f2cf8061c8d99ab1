/** Reads and ends customers' sessions. better-auth starts and extends them. */
import type { Sequelize, Transaction } from 'sequelize';
import { z } from 'zod';
import type { Retention } from '#server/platform/database/purge-expired.ts';
import { column, execute, millisecondsOf, select } from '#server/platform/database/statements.ts';
import { addressIn } from '#server/platform/http/request/client-address.ts';
import { sessionCutoff } from '#shared/identity/security-log.ts';

export const sessionRetention: Retention = {
  table: 'sessions',
  where: 'expires_at < :now',
  order: 'expires_at, id',
};

const Session = z.object({
  id: column.number,
  userAgent: column.text.nullable(),
  ipAddress: column.text.nullable(),
  createdAt: column.milliseconds,
  lastUsedAt: column.milliseconds,
});
export type Session = z.output<typeof Session>;

export type SessionRepository = ReturnType<typeof sessionRepository>;

export function sessionRepository(db: Sequelize, transaction?: Transaction) {
  return {
    /** Returns the sessions that are valid at `now` (real time), most recently used first. */
    async listForUser(userId: number, now: Date): Promise<Session[]> {
      const rows = await select(
        db,
        Session,
        `SELECT id, user_agent AS userAgent, ip_address AS ipAddress,
           ${millisecondsOf('created_at')} AS createdAt, ${millisecondsOf('updated_at')} AS lastUsedAt
         FROM sessions WHERE user_id = :userId AND expires_at > :now AND created_at > :oldest
         ORDER BY updated_at DESC, id DESC LIMIT 200`,
        { userId, now, oldest: sessionCutoff(now) },
        transaction,
      );
      return rows.map((row) => ({
        ...row,
        ipAddress: addressIn(row.ipAddress),
        userAgent: row.userAgent || null,
      }));
    },

    /** Returns the IDs of all stored sessions of a customer, including expired ones. */
    async listIds(userId: number): Promise<number[]> {
      const sql = 'SELECT id FROM sessions WHERE user_id = ?';
      const rows = await select(db, Session.pick({ id: true }), sql, [userId], transaction);
      return rows.map(({ id }) => id);
    },

    /**
     * Ends a session of the customer and returns the session's user agent; null if the customer has no such session.
     */
    async end(id: number, userId: number): Promise<Pick<Session, 'userAgent'> | null> {
      const [session] = await select(
        db,
        Session.pick({ userAgent: true }),
        'SELECT user_agent AS userAgent FROM sessions WHERE id = :id AND user_id = :userId',
        { id, userId },
        transaction,
      );
      const ended = await execute(
        db,
        'DELETE FROM sessions WHERE id = ? AND user_id = ?',
        [id, userId],
        transaction,
      );
      return session && ended > 0 ? session : null;
    },

    /** Returns whether the customer's session still exists, and keeps it from ending until the transaction ends. */
    async holds(id: number, userId: number): Promise<boolean> {
      const sql = 'SELECT id FROM sessions WHERE id = ? AND user_id = ? FOR UPDATE';
      return (await select(db, Session.pick({ id: true }), sql, [id, userId], transaction)).length === 1;
    },

    /** Stores that the customer re-authenticated in this session at the given time. */
    async markReauthenticated(id: number, at: Date): Promise<void> {
      const sql = 'UPDATE sessions SET reauthenticated_at = ?, updated_at = ? WHERE id = ?';
      await execute(db, sql, [at, at, id], transaction);
    },

    /** Ends all sessions of a customer, and every view of their pages. Returns the number of sessions. */
    async endAll(userId: number): Promise<number> {
      await execute(db, 'DELETE FROM view_sessions WHERE customer_id = ?', [userId], transaction);
      return execute(db, 'DELETE FROM sessions WHERE user_id = ?', [userId], transaction);
    },

    /** Ends all sessions of a customer except one, and every view of their pages. Returns the number of sessions. */
    async endOthers(userId: number, except: number): Promise<number> {
      await execute(db, 'DELETE FROM view_sessions WHERE customer_id = ?', [userId], transaction);
      return execute(db, 'DELETE FROM sessions WHERE user_id = ? AND id <> ?', [userId, except], transaction);
    },
  };
}
