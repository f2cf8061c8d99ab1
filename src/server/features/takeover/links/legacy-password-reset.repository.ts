/** Stores the password reset links that the PHP portal sent shortly before the import, as it stored them. */
import type { Sequelize, Transaction } from 'sequelize';
import { z } from 'zod';
import type { Retention } from '#server/platform/database/purge-expired.ts';
import { column, execute, millisecondsOf, select } from '#server/platform/database/statements.ts';

/** They are valid for an hour. */
export const legacyPasswordResetRetention: Retention = {
  table: 'legacy_password_resets',
  where: 'requested_at < :dayAgo',
  daysAgo: { dayAgo: 1 },
  order: 'requested_at',
};

const Row = z.object({
  tokenHash: column.text,
  requestedAt: column.milliseconds,
  openedAt: column.milliseconds.nullable(),
});
export type LegacyPasswordReset = z.output<typeof Row>;

export type LegacyPasswordResetRepository = ReturnType<typeof legacyPasswordResetRepository>;

export function legacyPasswordResetRepository(db: Sequelize, transaction?: Transaction) {
  return {
    async find(userId: number): Promise<LegacyPasswordReset | null> {
      const [row] = await select(
        db,
        Row,
        `SELECT token_hash AS tokenHash, ${millisecondsOf('requested_at')} AS requestedAt,
           ${millisecondsOf('opened_at')} AS openedAt
         FROM legacy_password_resets WHERE user_id = ?`,
        [userId],
        transaction,
      );
      return row ?? null;
    },

    /** Stores the newest link of an account. A link that was opened stays so if it is stored again. */
    async store(
      userId: number,
      { tokenHash, requestedAt }: Omit<LegacyPasswordReset, 'openedAt'>,
    ): Promise<void> {
      await execute(
        db,
        `INSERT INTO legacy_password_resets (user_id, token_hash, requested_at) VALUES (?, ?, ?)
         ON DUPLICATE KEY UPDATE
           opened_at = CASE WHEN token_hash = VALUES(token_hash) THEN opened_at ELSE NULL END,
           requested_at = VALUES(requested_at), token_hash = VALUES(token_hash)`,
        [userId, tokenHash, requestedAt],
        transaction,
      );
    },

    /** Notes that a link was opened. Of several concurrent callers, only one gets true. */
    open: async (userId: number, tokenHash: string): Promise<boolean> =>
      (await execute(
        db,
        `UPDATE legacy_password_resets SET opened_at = ?
         WHERE user_id = ? AND token_hash = ? AND opened_at IS NULL`,
        [new Date(), userId, tokenHash],
        transaction,
      )) === 1,
  };
}
