/** Stores the counters of rate limits, which all processes share. Each counter is one row with an expiry time. */
import type { Sequelize } from 'sequelize';
import { z } from 'zod';
import type { Retention } from '#server/platform/database/purge-expired.ts';
import { column, execute, insert, select } from '#server/platform/database/statements.ts';
import { retryOnConflict } from '#server/platform/database/transactions.ts';

export const rateLimitRetention: Retention = {
  table: 'rate_limits',
  where: 'expire < :nowMs',
  order: 'expire, `key`',
};

export interface Counter {
  points: number;
  /** In milliseconds since 1970, real time. */
  expiresAt: number;
}

export type RateLimitRepository = ReturnType<typeof rateLimitRepository>;

const CounterRow = z.object({ key: column.text, points: column.number, expire: column.number });

/**
 * Times are real time in milliseconds since 1970. Keys are ASCII, at most 255 characters long. Every change is a single
 * statement outside any transaction, which takes one round trip and holds no lock afterwards.
 */
export function rateLimitRepository(db: Sequelize) {
  return {
    /** Adds one to a counter atomically and returns the new count. An expired counter restarts at one. */
    hit: (key: string, { now, milliseconds }: { now: number; milliseconds: number }): Promise<number> =>
      retryOnConflict(async () => {
        const { insertId: points, affectedRows } = await insert(
          db,
          `INSERT INTO rate_limits (\`key\`, points, expire) VALUES (:key, 1, :end)
           ON DUPLICATE KEY UPDATE points = LAST_INSERT_ID(IF(expire <= :now, 1, points + 1)),
             expire = IF(expire <= :now, :end, expire)`,
          { key, now, end: now + milliseconds },
        );
        // MySQL reports 1 for a new row and 2 for an updated one. For an updated row, LAST_INSERT_ID returns the new
        // count.
        return affectedRows === 1 ? 1 : points;
      }),

    /** Returns the counters with these keys that haven't expired. */
    async find(keys: readonly string[], now: number): Promise<Map<string, Counter>> {
      if (keys.length === 0) return new Map();
      const sql = 'SELECT `key`, points, expire FROM rate_limits WHERE `key` IN (:keys) AND expire > :now';
      const rows = await select(db, CounterRow, sql, { keys, now });
      return new Map(rows.map(({ key, points, expire }) => [key, { points, expiresAt: expire }]));
    },

    /** Takes one attempt off each counter in `one`, and resets each counter in `all`. */
    async release({ one, all }: { one: readonly string[]; all: readonly string[] }): Promise<void> {
      const keys = [...one, ...all];
      if (keys.length === 0) return;
      await retryOnConflict(() =>
        execute(
          db,
          `UPDATE rate_limits SET points = ${all.length === 0 ? 'points - 1' : 'IF(`key` IN (:all), 0, points - 1)'}
           WHERE \`key\` IN (:keys) AND points > 0`,
          { keys, all },
        ),
      );
    },
  };
}
