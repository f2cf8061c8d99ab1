/** `portal plan:add`: adds a plan. If there is already a plan with the same Paddle id, updates that plan. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { paddleId, words } from '#cli/arguments.ts';
import { withPortal } from '#cli/open-portal.ts';
import { done, refused } from '#cli/outcome.ts';
import { answers } from '#cli/run-command.ts';
import { addPlan, editPlan, type PlanRefusal } from '#server/features/catalogue/save-plan.ts';
import { Frequency as Frequencies, type Frequency, type Product } from '#shared/catalogue/catalogue.ts';
import { products } from '#shared/catalogue/products.ts';
import { CurrencyCode, formatMoney, parseDecimal } from '#shared/money.ts';

interface Options {
  product: Product;
  friendlyName: string;
  planName: string;
  description: string;
  paddleId: number;
  price: string;
  currency: string;
  frequency: Frequency;
  /** Undefined if the option is omitted. */
  pauseAllowed?: boolean;
}

const changedMeanwhile = 'The plan was changed while the command ran. Run it again.';
const sentences: Readonly<Record<PlanRefusal, string>> = {
  in_use: 'This plan has been bought, so its product cannot change. Add another plan instead.',
  known: changedMeanwhile,
  changed_meanwhile: changedMeanwhile,
  unknown_plan: changedMeanwhile,
};

function currency(text: string): string {
  if (CurrencyCode.safeParse(text).success) return text;
  throw new InvalidArgumentError('It must be a currency code of three capital letters, such as USD.');
}

export function addAddPlan(program: Command): void {
  const command = program
    .command('plan:add')
    .summary('add or update a plan')
    .description('Adds a plan, or updates the plan with this Paddle id.')
    .addOption(new Option('--product <product>').choices(products).makeOptionMandatory())
    .requiredOption('--friendly-name <text>', 'the name customers see, such as "Yearly plan"', words(255))
    .requiredOption('--plan-name <text>', 'the name at Paddle', words(255))
    .requiredOption('--description <text>', 'one sentence for customers', words(1024))
    .requiredOption('--paddle-id <number>', 'the id of the subscription plan at Paddle', paddleId)
    .requiredOption('--price <amount>', 'the price to show when Paddle cannot be reached, such as 9 or 9.50')
    .option('--currency <code>', 'the currency of the price', currency, 'USD')
    .addOption(new Option('--frequency <frequency>').choices(Frequencies.options).makeOptionMandatory())
    .option('--pause-allowed', 'let customers pause their subscription')
    .option(
      '--no-pause-allowed',
      'do not let customers pause their subscription (the default for a new plan)',
    );
  answers<Options>(command, (options) =>
    withPortal(async (deps) => {
      const price = parseDecimal(options.price, options.currency);
      if (!price || price.minor < 0)
        return refused(`"${options.price}" is not a price. Write it as 9 or 9.50.`);
      const saved = await deps.transaction(async (inside) => {
        const known = await inside.plans.findByPaddleId(options.paddleId);
        const details = {
          product: options.product,
          friendlyName: options.friendlyName,
          planName: options.planName,
          description: options.description,
          paddlePlanId: options.paddleId,
          price,
          frequency: options.frequency,
          pauseAllowed: options.pauseAllowed ?? known?.pauseAllowed ?? false,
          translations: known?.translations ?? {},
        };
        return known
          ? editPlan(inside, { planId: known.id, version: known.version, details })
          : addPlan(inside, details);
      });
      if (saved.status === 'refused') return refused(sentences[saved.reason]);
      const { plan, before: known } = saved;
      const verb = known ? 'Updated' : 'Added';
      return done(
        `${verb} plan ${plan.paddlePlanId}: ${plan.product}, ${plan.friendlyName}, ${formatMoney(plan.price, 'en')}, ${plan.frequency}.`,
        { added: !known, plan },
      );
    }),
  );
}
