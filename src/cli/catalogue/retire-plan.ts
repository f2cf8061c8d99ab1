/** `portal plan:retire`: takes a plan off sale, or sells it again. */
import type { Command } from 'commander';
import { paddleId } from '#cli/arguments.ts';
import { withPortal } from '#cli/open-portal.ts';
import { done, refused } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';
import { retirePlan } from '#server/features/catalogue/retire-plan.ts';

export function addRetirePlan(program: Command): void {
  const command = program
    .command('plan:retire')
    .summary('take a plan off sale, or sell it again')
    .description(
      'Takes a plan off sale: it can no longer be bought, switched to or continued. Customers who have it keep it, ' +
        'and their subscriptions renew. With --undo, sells it again, as the last plan of its product.',
    )
    .argument('<paddle-id>', 'the Paddle id of the plan, shown by plan:list', paddleId)
    .option('--undo', 'sell the plan again');
  answers<{ undo?: true }>(command, ({ undo }) => {
    const [id] = command.processedArgs as [number];
    return withPortal(async (deps) => {
      const plan = await deps.plans.findByPaddleId(id);
      if (!plan) return refused(`There is no plan with the Paddle id ${id}. Run plan:list to see the plans.`);
      const isRetired = undo !== true;
      const outcome = await deps.transaction((inside) => retirePlan(inside, { planId: plan.id, isRetired }));
      const named = `plan ${id} (${plan.product}, ${plan.friendlyName})`;
      if (outcome.status === 'refused')
        return refused(
          isRetired
            ? `The ${named} is not sold. Run plan:list to see which plans are.`
            : `The ${named} is already sold.`,
        );
      return done(
        isRetired
          ? `Retired ${named}. It is no longer sold; customers who have it keep it.`
          : `The ${named} is sold again, as the last one of its product.`,
        { paddle_id: id, product: plan.product, retired: isRetired },
      );
    });
  });
}
