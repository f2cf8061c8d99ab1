/** Finds customers with more than one licence of one product that may be charged for again. */
import { QueryTypes, type Sequelize, type Transaction } from 'sequelize';

export type CustomerWithSeveralRepository = ReturnType<typeof customerWithSeveralRepository>;

export function customerWithSeveralRepository(db: Sequelize, transaction?: Transaction) {
  const scope = transaction ? { transaction } : {};

  /** `where` must leave few customers, because the rest is grouped. */
  async function withSeveral(where: string, replacements: Record<string, unknown>): Promise<number[]> {
    const rows = await db.query<{ userId: number }>(
      `SELECT DISTINCT several.userId FROM (
         SELECT l.user_id AS userId
         FROM licences l JOIN plans p ON p.id = l.plan_id LEFT JOIN subscriptions s ON s.stream = l.stream
         WHERE ${where}
           AND (l.status IN ('trialing', 'active', 'past_due', 'paused') OR s.next_bill_on IS NOT NULL)
         GROUP BY l.user_id, p.product HAVING COUNT(*) > 1
       ) AS several ORDER BY several.userId`,
      { type: QueryTypes.SELECT, replacements, ...scope },
    );
    return rows.map((row) => row.userId);
  }

  return {
    /** Of the given customers. */
    among: (userIds: readonly number[]): Promise<number[]> =>
      userIds.length === 0
        ? Promise.resolve([])
        : withSeveral('l.user_id IN (:among)', { among: [...userIds] }),

    /** Of the next `limit` customers who have a licence. `next`: where the following page starts; null after the last. */
    async page({
      after,
      limit,
    }: {
      after: number;
      limit: number;
    }): Promise<{ userIds: number[]; next: number | null }> {
      const customers = await db.query<{ userId: number }>(
        `SELECT DISTINCT user_id AS userId FROM licences WHERE user_id > :after ORDER BY user_id LIMIT :limit`,
        { type: QueryTypes.SELECT, replacements: { after, limit }, ...scope },
      );
      const through = customers.at(-1)?.userId;
      if (through === undefined) return { userIds: [], next: null };
      const userIds = await withSeveral('l.user_id > :after AND l.user_id <= :through', { after, through });
      return { userIds, next: customers.length < limit ? null : through };
    },
  };
}
