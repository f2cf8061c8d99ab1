/** Schema of Paddle's list of plans (docs/paddle-classic.md, V18). */
import { z } from 'zod';
import { Amount, Id } from '#server/platform/paddle/classic/vendor-rows.ts';
import type { PaddlePlan } from '#shared/catalogue/plan-check.ts';
import { parseDecimal } from '#shared/money.ts';

/** For a plan without prices, PHP writes an empty list instead of an object. */
const Prices = z.record(z.string(), Amount).catch({});

/** Strict about the ID only: a plan that can't be read otherwise must not look as if Paddle didn't have it. */
const PlanRow = z
  .object({
    id: Id,
    name: z.string().nullable().catch(null),
    billing_type: z.enum(['day', 'week', 'month', 'year']).nullable().catch(null),
    billing_period: z.coerce.number().int().positive().nullable().catch(null),
    recurring_price: Prices,
  })
  .transform(
    (row): PaddlePlan => ({
      planId: row.id,
      name: row.name,
      interval:
        row.billing_type && row.billing_period ? { unit: row.billing_type, count: row.billing_period } : null,
      prices: Object.entries(row.recurring_price).flatMap(([currency, amount]) => {
        const price = parseDecimal(amount, currency);
        return price ? [price] : [];
      }),
    }),
  );

export const PlanRows = z.array(PlanRow);
