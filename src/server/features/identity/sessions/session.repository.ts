/** The sessions of customers: read and ended here; better-auth starts and prolongs them. */
import { QueryTypes, type Sequelize, type Transaction } from 'sequelize';
import { execute } from '#server/platform/database/plain-statement.ts';
import { millisecondsOf } from '#server/platform/database/prepared-select.ts';
import { addressIn } from '#server/platform/http/request/client-address.ts';
import { sessionCutoff } from '#shared/identity/security-log.ts';

export interface Session {
  id: number;
  userAgent: string | null;
  ipAddress: string | null;
  createdAt: Date;
  lastUsedAt: Date;
}

interface Row extends Omit<Session, 'createdAt' | 'lastUsedAt'> {
  createdAt: number;
  lastUsedAt: number;
}

export type SessionRepository = ReturnType<typeof sessionRepository>;

export function sessionRepository(db: Sequelize, transaction?: Transaction) {
  return {
    /** Those that work at that (real) instant, the last used first. */
    async listForUser(userId: number, now: Date): Promise<Session[]> {
      const rows = await db.query<Row>(
        `SELECT id, user_agent AS userAgent, ip_address AS ipAddress,
           ${millisecondsOf('created_at')} AS createdAt, ${millisecondsOf('updated_at')} AS lastUsedAt
         FROM sessions WHERE user_id = :userId AND expires_at > :now AND created_at > :oldest
         ORDER BY updated_at DESC, id DESC LIMIT 200`,
        {
          type: QueryTypes.SELECT,
          replacements: { userId, now, oldest: sessionCutoff(now) },
          ...(transaction ? { transaction } : {}),
        },
      );
      return rows.map(({ createdAt, lastUsedAt, ...row }) => ({
        ...row,
        ipAddress: addressIn(row.ipAddress),
        userAgent: row.userAgent || null,
        createdAt: new Date(createdAt),
        lastUsedAt: new Date(lastUsedAt),
      }));
    },

    /** Whether there was such a session of theirs, and in which browser. From then on it is nobody's. */
    async end(id: number, userId: number): Promise<Pick<Session, 'userAgent'> | null> {
      const [session] = await db.query<Pick<Session, 'userAgent'>>(
        'SELECT user_agent AS userAgent FROM sessions WHERE id = :id AND user_id = :userId',
        { type: QueryTypes.SELECT, replacements: { id, userId }, ...(transaction ? { transaction } : {}) },
      );
      const ended = await execute(
        db,
        'DELETE FROM sessions WHERE id = ? AND user_id = ?',
        [id, userId],
        transaction,
      );
      return session && ended > 0 ? session : null;
    },

    /** Ends all of a customer's, and answers how many. */
    endAll: (userId: number): Promise<number> =>
      execute(db, 'DELETE FROM sessions WHERE user_id = ?', [userId], transaction),

    /** Ends all of a customer's but one, and answers how many. */
    endOthers: (userId: number, except: number): Promise<number> =>
      execute(db, 'DELETE FROM sessions WHERE user_id = ? AND id <> ?', [userId, except], transaction),
  };
}
