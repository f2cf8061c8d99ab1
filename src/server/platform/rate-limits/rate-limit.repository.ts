/** Counters that all processes share, each a row that ends by itself. */
import { QueryTypes, type Sequelize } from 'sequelize';
import { retryOnConflict } from '#server/platform/database/transactions.ts';

export interface Counter {
  points: number;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

export type RateLimitRepository = ReturnType<typeof rateLimitRepository>;

/**
 * By real time, in milliseconds since 1970. Keys are ASCII of 255 characters at most. Every change is one statement
 * that stands alone: one round trip, and no lock that outlives it.
 */
export function rateLimitRepository(db: Sequelize) {
  return {
    /** Adds a point, atomically, and says how many there are; a counter that has run out begins anew. */
    hit: (key: string, { now, milliseconds }: { now: number; milliseconds: number }): Promise<number> =>
      retryOnConflict(async () => {
        const [points, touched] = await db.query(
          `INSERT INTO rate_limits (\`key\`, points, expire) VALUES (:key, 1, :end)
           ON DUPLICATE KEY UPDATE points = LAST_INSERT_ID(IF(expire <= :now, 1, points + 1)),
             expire = IF(expire <= :now, :end, expire)`,
          { replacements: { key, now, end: now + milliseconds }, type: QueryTypes.INSERT },
        );
        // A new row touches one; a row that was there counts as two, and its new count is what the server hands back.
        return touched === 1 ? 1 : points;
      }),

    /** The counters among these that have not run out. */
    async find(keys: readonly string[], now: number): Promise<Map<string, Counter>> {
      if (keys.length === 0) return new Map();
      const rows = await db.query<{ key: string; points: number; expire: number }>(
        'SELECT `key`, points, expire FROM rate_limits WHERE `key` IN (:keys) AND expire > :now',
        { replacements: { keys: [...keys], now }, type: QueryTypes.SELECT },
      );
      return new Map(rows.map(({ key, points, expire }) => [key, { points, expiresAt: Number(expire) }]));
    },

    /** Takes one point back from some, and all from others. */
    async release({ one, all }: { one: readonly string[]; all: readonly string[] }): Promise<void> {
      const keys = [...one, ...all];
      if (keys.length === 0) return;
      await retryOnConflict(() =>
        db.query(
          `UPDATE rate_limits SET points = ${all.length === 0 ? 'points - 1' : 'IF(`key` IN (:all), 0, points - 1)'}
           WHERE \`key\` IN (:keys) AND points > 0`,
          { replacements: { keys, all: [...all] }, type: QueryTypes.BULKUPDATE },
        ),
      );
    },
  };
}
