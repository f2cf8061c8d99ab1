/** Counts what refers to plans: subscriptions, licences and receipts. */
import type { Sequelize, Transaction } from 'sequelize';
import { z } from 'zod';
import { column, select } from '#server/platform/database/statements.ts';
import type { Plan } from '#shared/catalogue/catalogue.ts';

export interface PlanUse {
  /** Number of subscriptions that haven't ended, up to the limit. */
  running: number;
  /** Whether anything refers to the plan, also subscriptions that have ended. */
  isUsed: boolean;
}

const Row = z.object({ id: column.number, running: column.number, used: column.number });

const running = `(SELECT COUNT(*) FROM (SELECT 1 FROM subscriptions
  WHERE paddle_plan_id = ? AND status IN ('trialing', 'active', 'past_due', 'paused') LIMIT ?) s)`;
const used = `(EXISTS (SELECT 1 FROM subscriptions WHERE paddle_plan_id = ?)
  OR EXISTS (SELECT 1 FROM licences WHERE plan_id = ?) OR EXISTS (SELECT 1 FROM receipts WHERE plan_id = ?))`;

export type PlanUseRepository = ReturnType<typeof planUseRepository>;

export function planUseRepository(db: Sequelize, transaction?: Transaction) {
  return {
    /** Returns the use of each plan, by the plan's ID. Counts up to `limit` subscriptions of each. */
    async count(
      plans: readonly Pick<Plan, 'id' | 'paddlePlanId'>[],
      { limit }: { limit: number },
    ): Promise<Map<number, PlanUse>> {
      if (plans.length === 0) return new Map();
      const rows = await select(
        db,
        Row,
        plans.map(() => `(SELECT ? AS id, ${running} AS running, ${used} AS used)`).join(' UNION ALL '),
        plans.flatMap(({ id, paddlePlanId }) => [id, paddlePlanId, limit, paddlePlanId, id, id]),
        transaction,
      );
      return new Map(rows.map((row) => [row.id, { running: row.running, isUsed: row.used === 1 }]));
    },
  };
}
