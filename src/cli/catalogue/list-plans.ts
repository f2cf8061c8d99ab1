/** `portal plan:list`: lists the plans of all products. */
import type { Command } from 'commander';
import { withPortal } from '#cli/open-portal.ts';
import { done, table } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';
import { formatMoney } from '#shared/money.ts';

export function addListPlans(program: Command): void {
  const command = program
    .command('plan:list')
    .summary('list the plans of both products')
    .description('Lists the plans of both products.');
  answers(command, () =>
    withPortal(async ({ plans }) => {
      const list = await plans.list();
      const rows = list.map((plan) => [
        String(plan.paddlePlanId),
        plan.product,
        plan.friendlyName,
        plan.planName,
        formatMoney(plan.price, 'en'),
        plan.frequency,
        plan.retiredAt === null ? 'yes' : 'no',
        Object.keys(plan.translations).join(', '),
      ]);
      const text =
        rows.length === 0
          ? 'There are no plans yet. Add one with plan:add.'
          : table(
              [
                'PADDLE ID',
                'PRODUCT',
                'FRIENDLY NAME',
                'PLAN NAME',
                'PRICE',
                'FREQUENCY',
                'SOLD',
                'TRANSLATED',
              ],
              rows,
            );
      return done(text, { plans: list });
    }),
  );
}
