/**
 * Stores views: an administrator looks at the pages of a customer, in one session and for some minutes. Only the hash
 * of a view's token is stored. Times are real time.
 */
import type { Sequelize, Transaction } from 'sequelize';
import { z } from 'zod';
import type { Retention } from '#server/platform/database/purge-expired.ts';
import { column, execute, select } from '#server/platform/database/statements.ts';

export const viewSessionRetention: Retention = {
  table: 'view_sessions',
  where: 'expires_at < :now',
  order: 'expires_at, id',
};

const ViewSession = z.object({
  sessionId: column.number,
  administratorId: column.number,
  customerId: column.number,
});
type ViewSession = z.output<typeof ViewSession>;

export type ViewSessionRepository = ReturnType<typeof viewSessionRepository>;

export function viewSessionRepository(db: Sequelize, transaction?: Transaction) {
  return {
    /** Starts a view. An earlier one of the same session ends. */
    async start({
      tokenHash,
      sessionId,
      administratorId,
      customerId,
      at,
      expiresAt,
    }: ViewSession & { tokenHash: Buffer; at: Date; expiresAt: Date }): Promise<void> {
      await execute(db, 'DELETE FROM view_sessions WHERE session_id = ?', [sessionId], transaction);
      await execute(
        db,
        `INSERT INTO view_sessions (token_hash, session_id, administrator_id, customer_id, started_at, expires_at)
         VALUES (?, ?, ?, ?, ?, ?)`,
        [tokenHash, sessionId, administratorId, customerId, at, expiresAt],
        transaction,
      );
    },

    /** Returns the view with this token; null if there is none, or if it has ended by `now`. */
    async find(tokenHash: Buffer, now: Date): Promise<ViewSession | null> {
      const [view] = await select(
        db,
        ViewSession,
        `SELECT session_id AS sessionId, administrator_id AS administratorId, customer_id AS customerId
         FROM view_sessions WHERE token_hash = ? AND expires_at > ?`,
        [tokenHash, now],
        transaction,
      );
      return view ?? null;
    },

    /** Ends the view of a session, if there is one. */
    async endOfSession(sessionId: number): Promise<void> {
      await execute(db, 'DELETE FROM view_sessions WHERE session_id = ?', [sessionId], transaction);
    },
  };
}
