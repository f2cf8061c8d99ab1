/** Finds customers with several licences for the same product that Paddle may charge for again. */
import type { Sequelize, Transaction } from 'sequelize';
import { z } from 'zod';
import { column, select, type Values } from '#server/platform/database/statements.ts';

const Customer = z.object({ userId: column.number });

export type CustomerWithSeveralRepository = ReturnType<typeof customerWithSeveralRepository>;

export function customerWithSeveralRepository(db: Sequelize, transaction?: Transaction) {
  /**
   * Returns the customers with several such licences among those that `where` selects. Keep `where` selective, because
   * the query groups all licences of the selected customers.
   */
  async function withSeveral(where: string, values: Values): Promise<number[]> {
    const rows = await select(
      db,
      Customer,
      `SELECT DISTINCT several.userId FROM (
         SELECT l.user_id AS userId
         FROM licences l JOIN plans p ON p.id = l.plan_id LEFT JOIN subscriptions s ON s.stream = l.stream
         WHERE ${where}
           AND (l.status IN ('trialing', 'active', 'past_due', 'paused') OR s.next_bill_on IS NOT NULL)
         GROUP BY l.user_id, p.product HAVING COUNT(*) > 1
       ) AS several ORDER BY several.userId`,
      values,
      transaction,
    );
    return rows.map((row) => row.userId);
  }

  return {
    /** Returns those of the given customers who have several such licences. */
    among: (userIds: readonly number[]): Promise<number[]> =>
      userIds.length === 0 ? Promise.resolve([]) : withSeveral('l.user_id IN (?)', [userIds]),

    /**
     * Checks the next `limit` customers with licences and returns those who have several. `next` is where the following
     * page starts; null after the last page.
     */
    async page({
      after,
      limit,
    }: {
      after: number;
      limit: number;
    }): Promise<{ userIds: number[]; next: number | null }> {
      const customers = await select(
        db,
        Customer,
        `SELECT DISTINCT user_id AS userId FROM licences WHERE user_id > :after ORDER BY user_id LIMIT :limit`,
        { after, limit },
        transaction,
      );
      const through = customers.at(-1)?.userId;
      if (through === undefined) return { userIds: [], next: null };
      const userIds = await withSeveral('l.user_id > :after AND l.user_id <= :through', { after, through });
      return { userIds, next: customers.length < limit ? null : through };
    },
  };
}
